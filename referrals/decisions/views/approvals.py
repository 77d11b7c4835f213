"""Asking a supervisor, and answering."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.decisions.actions import approvals as actions
from referrals.decisions.forms.approvals import AnswerForm, CloseForm, NoSignsForm, TakeBackForm
from referrals.decisions.moved import last_seen
from referrals.decisions.queries.closing import facts_of
from referrals.decisions.rules import closing
from referrals.decisions.views.stepping import carried_out, page, posted
from referrals.decisions.views.steps import NOTHING_WAITS, refusal_of
from referrals.enums import ApprovalState, Status, Step
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral

both = require_http_methods(["GET", "POST"])
ASKED = "A supervisor is asked."


@both
def no_signs(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    form = NoSignsForm(posted(request), initial={"seen": last_seen(referral)})
    if done := carried_out(request, form, actions.ask_for_no_signs, referral, ASKED):
        return done
    leads = [
        "A supervisor who did not write the referral reads this and decides.",
        NOTHING_WAITS,
        "A child, or somebody who may be one, is referred whatever they wish. In doubt, refer.",
    ]
    about = {"title": "No signs found", "leads": leads, "form": form, "waiting": _waiting(referral)}
    return page(request, "step", referral, refusal=refusal_of(Step.FIND_NO_SIGNS, Status(referral.status)), **about)


@both
def close(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    facts = facts_of(referral, localdate())
    form = CloseForm(posted(request), initial={"seen": last_seen(referral)}, facts=facts)
    if done := carried_out(request, form, actions.ask_to_close, referral, ASKED):
        return done
    about = {
        "form": form,
        "facts": facts,
        "refusal": closing.reason_not_from_here(facts.status),
        "in_the_way": closing.tracks_in_the_way(facts),
        "waiting": _waiting(referral),
    }
    return page(request, "close", referral, **about)


@both
def approval(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    found = get_object_or_404(referral.approvals.select_related("asked_by", "answered_by"), pk=pk)
    if "take_back" in request.POST:
        form = TakeBackForm(request.POST)
        done = carried_out(request, form, actions.take_back, referral, "It is taken back.", found.pk)
        return done or redirect("approval", reference=referral.reference, pk=found.pk)
    answer = AnswerForm(posted(request))
    if done := carried_out(request, answer, actions.answer, referral, "Your answer is recorded.", found.pk):
        return done
    may = access.may(request.actor, Permission.APPROVE, referral.relations_to(request.actor))
    is_open = found.state == ApprovalState.ASKED
    about = {
        "approval": found,
        "form": answer,
        "may_answer": may and is_open,
        "refusal": actions.reason_not_to_answer(found, referral, request.actor) if may and is_open else None,
        "may_take_back": is_open and found.asked_by_id == request.user.pk,
    }
    return page(request, "approval", referral, **about)


def _waiting(referral: Referral) -> object:
    return referral.approvals.filter(state=ApprovalState.ASKED).select_related("asked_by").first()
