"""Somebody else told us."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.decisions.actions import inbound as actions
from referrals.decisions.forms.inbound import NOT_IN_IT, NOT_SAID, InboundForm
from referrals.decisions.forms.steps import TakeOnForm
from referrals.decisions.moved import last_seen
from referrals.decisions.views.stepping import carried_out, page, posted
from referrals.decisions.views.steps import refusal_of
from referrals.enums import Status, Step
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral


@require_http_methods(["GET", "POST"])
def inbound(request: Request) -> HttpResponse:
    """What they told us of how far it has got leads on to the page that records it."""
    if not access.may_at_all(request.actor, Permission.RECORD_INBOUND):
        raise PermissionDenied
    form = InboundForm(posted(request), initial={"key": uuid.uuid4(), "told_on": localdate()})
    if form.is_valid() and (made := _recorded(request, form)):
        messages.success(request, f"{made.reference} is a case of ours now.")
        return redirect(_next(made, form.cleaned_data["says"]))
    return render(request, "decisions/inbound.html", {"form": form})


def _recorded(request: Request, form: InboundForm) -> Referral | None:
    answers = {name: value for name, value in form.cleaned_data.items() if name != "says"}
    try:
        return actions.record_inbound(**answers, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _next(made: Referral, says: str) -> str:
    if says == NOT_SAID:
        return made.get_absolute_url()
    if says == NOT_IN_IT:
        return reverse("take-on-inbound", args=[made.reference])
    return f"{reverse('record-decision', args=[made.reference])}?step={says}"


@require_http_methods(["GET", "POST"])
def take_on_inbound(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    form = TakeOnForm(posted(request), initial={"seen": last_seen(referral)})
    said = "It is ours to check and to send now. Answer what is missing."
    if done := carried_out(request, form, actions.take_on_inbound, referral, said):
        return done
    leads = [
        "They are not in the NRM yet. It is ours to check, to complete, and to send.",
        "The clock for sending it starts now. What is missing is answered in the sections.",
    ]
    about = {"title": "Take on a case that somebody else told us of", "leads": leads, "form": form}
    return page(request, "step", referral, refusal=refusal_of(Step.TAKE_ON_INBOUND, Status(referral.status)), **about)
