from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from agencies.pages import Request
from notifications import actions as notices
from notifications.enums import NoticeKind
from notifications.habits.queries import kinds_for
from notifications.inbox import actions, calls, queries
from notifications.inbox.queries import Show
from notifications.inbox.words import on_the_clock
from notifications.kinds import KINDS
from notifications.models import Call, InboxItem
from notifications.subjects import subjects

SENTENCES = {
    "show": "There is no such list, so you see what came to you by name.",
    "kind": "There is no such kind of notification, so you see all of them.",
}


@never_cache
@require_GET
def inbox(request: Request) -> HttpResponse:
    now, after = timezone.now(), request.GET.get("after", "")
    show, kind, ignored = _asked(request)
    page = queries.list_items(request.actor, show, kind, after)
    shown: dict[str, Any] = {
        "days": queries.by_day(page.rows, now),
        "page": page,
        "show": show,
        "kind": kind,
        "kinds": kinds_for(request.actor),
        "ignored": ignored,
        "after": after,
        "to_answer": calls.to_answer(request.actor, now),
        "latest": None if page.rows else queries.latest(request.actor),
        "now": now,
    }
    return render(request, "notifications/inbox/inbox.html", shown)


def _asked(request: Request) -> tuple[Show, NoticeKind | None, list[str]]:
    """Which list and kind, and what is said of a parameter that means nothing."""
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    wrong = [name for name, asked, known in (("show", show, Show), ("kind", kind, NoticeKind)) if _is_odd(asked, known)]
    return (
        Show(show) if show in Show.values else Show.MINE,
        NoticeKind(kind) if kind in NoticeKind.values else None,
        [SENTENCES[name] for name in wrong],
    )


def _is_odd(asked: str, known: Any) -> bool:
    return asked != "" and asked not in known.values


@never_cache
@require_GET
def item(request: Request, pk: int) -> HttpResponse:
    """Opening one is reading it. Then comes the case, or the page that its kind leads to."""
    found = _mark_read(request, pk)
    notice = found.notice
    leads_to = KINDS[NoticeKind(notice.kind)].leads_to
    return redirect(subjects().address_of(notice.reference) if notice.reference else leads_to)


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    _mark_read(request, pk)
    return _back(request)


def _mark_read(request: Request, pk: int) -> InboxItem:
    try:
        return actions.mark_read(pk, by=request.actor, at=timezone.now())
    except InboxItem.DoesNotExist:
        raise Http404 from None


@require_POST
def read_today(request: Request) -> HttpResponse:
    asked = request.POST.get("show", "")
    show = Show(asked) if asked in Show.values else Show.MINE
    actions.mark_today_read(show, by=request.actor, at=timezone.now())
    return _back(request)


@require_POST
def acknowledge(request: Request, pk: int) -> HttpResponse:
    now = timezone.now()
    try:
        call = notices.acknowledge(pk, by=request.actor, at=now)
    except Call.DoesNotExist:
        raise Http404 from None
    if call.acknowledged_by_id == request.actor.user_id:
        messages.success(request, f"You have it: {call.reference}. It climbs no further.")
    elif call.acknowledged_by and call.acknowledged_at:
        since = on_the_clock(call.acknowledged_at, now)
        messages.info(request, f"{call.acknowledged_by} has it already, since {since}: {call.reference}.")
    else:
        messages.info(request, f"What it was about was done meanwhile: {call.reference}.")
    return _back(request)


@never_cache
@require_GET
def count(request: Request) -> HttpResponse:
    """Asked for every half minute by open pages: no sign of life, and nothing that the ledger keeps."""
    return render(request, "notifications/inbox/_unread.html")


def _back(request: Request) -> HttpResponse:
    """To where the button was pressed."""
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())
    return redirect(place if is_ours and place.startswith("/") else "notifications")
