"""A page for each step that is ours. Each says first what follows from it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed
from referrals import stepping
from referrals.decisions.actions import steps as actions
from referrals.decisions.forms.seen import ReasonForm
from referrals.decisions.forms.steps import AskAgainForm, DeathForm, ReplyForm
from referrals.decisions.moved import last_seen
from referrals.decisions.queries.steps import last_day_to_ask
from referrals.decisions.rules.asking_again import Ground
from referrals.decisions.rules.putting_right import STAYS, reason_not_to_put_right
from referrals.decisions.views.stepping import carried_out, page, posted
from referrals.enums import Status, Step
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral
from referrals.rules import workflow
from referrals.stepping import NOTHING_TO_REVERSE

both = require_http_methods(["GET", "POST"])
ASK_LATE = (
    "Later than that only where something is exceptional. It is recorded all the same: whether they look again is for "
    "the Home Office to say."
)
NOTHING_WAITS = "Consent, sending and a notification stay possible meanwhile: nothing waits for this."


def _step(
    request: Request,
    referral: Referral,
    form: Any,
    action: Callable[..., object],
    *,
    step: Step,
    title: str,
    leads: list[str],
    said: str,
) -> HttpResponse:
    refusal = refusal_of(step, Status(referral.status)) if request.method == "GET" else None
    about = {"title": title, "leads": leads, "form": form, "refusal": refusal}
    return carried_out(request, form, action, referral, said) or page(request, "step", referral, **about)


def refusal_of(step: Step, status: Status) -> str | None:
    try:
        workflow.move_for(step, status)
    except workflow.StepRefused as refused:
        return str(refused)
    return None


def _known(referral: Referral, **more: object) -> dict[str, object]:
    return {"seen": last_seen(referral), **more}


@both
def hold(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    form = ReasonForm(
        posted(request), initial=_known(referral), label="What is the danger, and what is done about it?",
        needed="Say what the danger is, and what is done about it.", submit="Deal with the danger first",
    )  # fmt: skip
    return _step(
        request, referral, form, actions.hold, step=Step.HOLD, title="Deal with the danger first",
        leads=["The case says “Danger being dealt with”, until somebody says that it is.", NOTHING_WAITS],
        said="It is recorded that the danger comes first.",
    )  # fmt: skip


@both
def release(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    form = ReasonForm(
        posted(request), initial=_known(referral), label="How was the danger dealt with?",
        needed="Say how the danger was dealt with.", submit="Go on with the case",
    )  # fmt: skip
    return _step(
        request, referral, form, actions.release, step=Step.RELEASE, title="The danger was dealt with",
        leads=["The case goes on: “Being checked by us”."], said="It is recorded that the danger was dealt with.",
    )  # fmt: skip


@both
def record_reply(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_DECISION)
    form = ReplyForm(posted(request), initial=_known(referral, on=localdate()))
    return _step(
        request, referral, form, actions.record_reply, step=Step.REPLY, title="Record what we answered",
        leads=["Record it once it was sent. The clock for the answer stops, and the decision is to come again."],
        said="It is recorded that the Home Office was answered.",
    )  # fmt: skip


@both
def ask_again(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_DECISION)
    last = last_day_to_ask(referral)
    protection = referral.status == Status.DISQUALIFIED
    known = _known(referral, on=localdate(), **({"ground": Ground.REVIEW} if protection else {}))
    form = AskAgainForm(posted(request), initial=known)
    leads = [_until(last), ASK_LATE]
    return _step(
        request, referral, form, actions.ask_again, step=Step.ASK_AGAIN, title="Ask them to look again",
        leads=leads,
        said="It is recorded that the Home Office was asked to look again.",
    )  # fmt: skip


def _until(last: date | None) -> str:
    if last is None:
        return "No last day runs."
    day = f"{last:%a} {last.day} {last:%b %Y}"
    return f"The last day to ask was {day}." if last < localdate() else f"They may ask until {day}."


@both
def died(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    form = DeathForm(posted(request), initial=_known(referral))
    return _step(
        request, referral, form, actions.record_death, step=Step.DIED, title="They have died",
        leads=["The clocks of the NRM stop. The investigation and everything else beside it go on.",
               "Tell the Home Office, and whoever of the family is to be told, in the way that the force has set."],
        said="It is recorded that they have died.",
    )  # fmt: skip


@both
def reopen(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.APPROVE)
    form = ReasonForm(
        posted(request), initial=_known(referral), label="Why is it opened again?",
        needed="Say why it is opened again.", submit="Open it again",
    )  # fmt: skip
    return _step(
        request, referral, form, actions.reopen, step=Step.REOPEN, title="Open the referral again",
        leads=["It stands where it stood before it was closed. Clocks that were stopped by closing go on."],
        said="The referral is open again.",
    )  # fmt: skip


@both
def reverse_step(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_DECISION)
    last = stepping.last_step(referral)
    if not access.may(request.actor, actions.needed_to_put_right(last), referral.relations_to(request.actor)):
        raise NotAllowed("A supervisor approved this step, so a supervisor puts it right.")
    form = ReasonForm(
        posted(request), initial=_known(referral), label="What was wrong?",
        needed="Say what was wrong.", submit="Put it right",
        hint="Nothing is removed: the step and what put it right both stay on the timeline.",
    )  # fmt: skip
    if done := carried_out(request, form, actions.put_right, referral, "The last step is put right."):
        return done
    refusal = reason_not_to_put_right(Step(last.step)) if last else NOTHING_TO_REVERSE
    stays = STAYS.get(Step(last.step), "") if last else ""
    return page(request, "put_right", referral, form=form, last=last, refusal=refusal, stays=stays)
