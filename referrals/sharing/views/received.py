"""For those with whom something is shared: the list of it, and one share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.counting import in_words
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import dossier_of
from referrals.enums import ShareState
from referrals.models import Share
from referrals.sharing import actions, queries
from referrals.sharing.forms import DeclineForm, ReplyForm
from referrals.sharing.lookups import get_received, require
from referrals.sharing.queries import Tab

# Of a row, in digits.
LONGEST_KEY = 19


@require_GET
def shared_with_us(request: Request) -> HttpResponse:
    require(request, Permission.SEE_SHARED)
    asked, after, now = request.GET.get("tab", ""), request.GET.get("after", ""), timezone.now()
    counts = queries.count_shared(request.actor, now)
    tab = Tab(asked) if asked in list(Tab) else Tab.NEW if counts[Tab.NEW] else Tab.OPEN
    tabs = [
        {
            "label": each.label,
            "href": f"{reverse('shared')}?tab={each}",
            "count": in_words(counts[each]) if each in counts else "",
            "is_current": each == tab,
        }
        for each in Tab
    ]
    page = queries.list_shared(request.actor, tab, after, now)
    return render(request, "sharing/received.html", {"page": page, "tabs": tabs, "tab": tab, "is_further": bool(after)})


@require_http_methods(["GET", "POST"])
def shared_case(request: Request, share: str) -> HttpResponse:
    """Nothing of the case is shown before it was accepted, or after it ended: only what they wrote themselves."""
    found, now = get_received(request, share), timezone.now()
    decline = DeclineForm(request.POST if "decline" in request.POST else None)
    reply = ReplyForm(request.POST if "reply" in request.POST else None)
    if _acted(request, found, decline, reply):
        return redirect(found)
    state = found.state_on(now)
    is_open = state == ShareState.ACCEPTED
    # Before anything is read, so that a look that fails half-way is on record too.
    opened = [found.reference, *(f"part:{code}" for code in found.sections if is_open)]
    reference = found.referral.reference
    audit.record(Operation.CONSULTATION, "share.opened", reference, by=request.actor, at=now, shown=opened)
    shown = {
        "share": found,
        "state": state,
        "is_open": is_open,
        "is_new": state == ShareState.NEW,
        "parts": queries.parts(dossier_of(found.referral), found.sections) if is_open else [],
        "corrections": queries.corrections_of(found, is_open=is_open),
        "replies": list(found.replies.select_related("written_by")),
        "decline": decline,
        "reply": reply,
        "form": decline if decline.is_bound else reply,
    }
    return render(request, "sharing/shared_case.html", shown)


def _acted(request: Request, found: Share, decline: DeclineForm, reply: ReplyForm) -> bool:
    acting: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if "accept" in request.POST:
        return _tried(request, actions.accept, found.reference, **acting)
    if (key := request.POST.get("read", "")).isdecimal() and len(key) < LONGEST_KEY:
        return _tried(request, actions.read_correction, found.reference, int(key), **acting)
    if decline.is_bound and carry_out(decline, actions.decline, found.reference, **acting):
        messages.success(request, "You declined it. Those who have the case are told.")
        return True
    if reply.is_bound and carry_out(reply, actions.reply, found.reference, **acting):
        messages.success(request, "Your reply is sent.")
        return True
    return False


def _tried(request: Request, action: Callable[..., object], *args: object, **acting: object) -> bool:
    """A button without a form: a refusal is said above the page."""
    try:
        action(*args, **acting)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return True
