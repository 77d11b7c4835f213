"""My referrals."""

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


@require_GET
def mine(request: Request) -> HttpResponse:
    if not access.may_at_all(request.actor, Permission.START_REFERRAL):
        raise PermissionDenied
    after = request.GET.get("after", "")
    page = my.list_mine(request.actor, after, today=localdate(), at=timezone.now())
    groups = [(stage, [row for row in page.rows if row.stage == stage]) for stage in my.Stage]
    about = {
        "page": page,
        "groups": groups,
        "after": after,
        "may_open_in_emergency": access.may_at_all(request.actor, Permission.OPEN_IN_EMERGENCY),
    }
    return render(request, "lodging/afterwards/mine.html", about)
