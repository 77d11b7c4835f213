"""My referrals, and what waits for my unit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.lodging.queries import mine as my
from referrals.lodging.queries import queue as units
from referrals.lodging.queries.queue import Wait


@require_GET
def mine(request: Request) -> HttpResponse:
    if not access.may_at_all(request.actor, Permission.START_REFERRAL):
        raise PermissionDenied
    after = request.GET.get("after", "")
    page = my.list_mine(request.actor, after, today=localdate(), at=timezone.now())
    groups = [(stage, [row for row in page.rows if row.stage == stage]) for stage in my.Stage]
    return render(request, "lodging/afterwards/mine.html", {"page": page, "groups": groups, "after": after})


@require_GET
def queue(request: Request) -> HttpResponse:
    if not access.may_at_all(request.actor, Permission.SEE_QUEUE):
        raise PermissionDenied
    asked, after = request.GET.get("wait", ""), request.GET.get("after", "")
    wait = Wait(asked) if asked in list(Wait) else Wait.SEND
    counts = units.counts(request.actor)
    shown = {
        "page": units.list_waiting(request.actor, wait, after, today=localdate(), at=timezone.now()),
        "waits": [(each, units.LABELS[each], counts[each]) for each in Wait],
        "wait": wait,
        "label": units.LABELS[wait],
        "after": after,
    }
    return render(request, "lodging/afterwards/queue.html", shown)
