"""For those with whom something is shared: the list of it, and one share."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.counting import in_words
from agencies.enums import Permission
from agencies.pages import Request, carry_out, tried
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import dossier_of
from referrals.enums import ShareState
from referrals.evidence import actions as evidence
from referrals.evidence.arrivals import ArrivedFile
from referrals.evidence.responses import sealed
from referrals.evidence.tasks import ask_for_scan
from referrals.models import Share
from referrals.sharing import actions, queries
from referrals.sharing.forms import DeclineForm, FileForm, ReplyForm
from referrals.sharing.lookups import get_received, require
from referrals.sharing.queries import Tab
from referrals.sharing.wishing import actions as wishing
from referrals.sharing.wishing.forms import WishForm
from referrals.sharing.wishing.queries import newest_about
from referrals.sharing.wishing.rules import KINDS

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
    state = found.state_on(now)
    decline = DeclineForm(request.POST if "decline" in request.POST else None)
    reply = ReplyForm(request.POST if "reply" in request.POST else None)
    wish = WishForm(request.POST if "wish" in request.POST else None, kinds=KINDS[state])
    if _acted(request, found, decline, reply, wish):
        return redirect(found)
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
        "parts": queries.parts(dossier_of(found.referral), found.sections, found.masked) if is_open else [],
        "corrections": queries.corrections_of(found, is_open=is_open),
        "replies": list(found.replies.select_related("written_by")),
        "decline": decline,
        "reply": reply,
        "wish": wish,
        "wished": newest_about(found),
        "files": queries.files_of(found),
        "add": FileForm(),
        "form": next((each for each in (decline, wish) if each.is_bound), reply),
    }
    return render(request, "sharing/shared_case.html", shown)


@require_GET
def shared_file(request: Request, share: str, key: uuid.UUID) -> HttpResponseBase:
    """Only what was added through this share, by whoever of them it was; also when it has ended."""
    found = get_received(request, share)
    file = get_object_or_404(found.files.select_related("referral"), key=key)
    try:
        stream = evidence.open_file(file, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return sealed(file, stream)


def _acted(request: Request, found: Share, decline: DeclineForm, reply: ReplyForm, wish: WishForm) -> bool:
    acting: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if "accept" in request.POST:
        tried(request, actions.accept, found.reference, **acting)
        return True
    if (key := request.POST.get("read", "")).isdecimal() and len(key) < LONGEST_KEY:
        tried(request, actions.read_correction, found.reference, int(key), **acting)
        return True
    if decline.is_bound and carry_out(decline, actions.decline, found.reference, **acting):
        messages.success(request, "You declined it. Those who have the case are told.")
        return True
    if reply.is_bound and carry_out(reply, actions.reply, found.reference, **acting):
        messages.success(request, "Your reply is sent.")
        return True
    if wish.is_bound and carry_out(wish, wishing.ask, found.reference, **acting):
        messages.success(request, "They are asked. You are told when they answer.")
        return True
    return "add" in request.POST and _added(request, found)


def _added(request: Request, found: Share) -> bool:
    """One that is refused keeps none of the others away."""
    chosen = cast("list[ArrivedFile]", request.FILES.getlist("chosen"))
    if not chosen:
        messages.error(request, "Choose a file first.")
    for arrived in chosen:
        try:
            file = actions.add_file(found.reference, arrived, by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            ask_for_scan(file.pk)
            messages.success(request, f"“{file.name}” is added.")
    return True
