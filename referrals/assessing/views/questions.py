"""Questions of the unit to whoever referred, and their answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.assessing import actions, queries
from referrals.assessing.forms import AnswerForm, AskForm
from referrals.dossier import dossier_of
from referrals.lodging.lookups import get_lodged
from referrals.models import Question, Referral


@require_http_methods(["GET", "POST"])
def questions(request: Request, reference: str) -> HttpResponse:
    """Both sides read it. The unit asks here; whoever referred answers on a page of its own."""
    asked = Permission.ASK_REFERRER if request.method == "POST" else Permission.SEE_REFERRAL
    referral = get_lodged(request, reference, asked)
    form = AskForm(request.POST or None)
    if carry_out(form, actions.ask_referrer, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is asked. Whoever referred is told that there is a question.")
        return redirect("questions", reference=referral.reference)
    relations = referral.relations_to(request.actor)
    shown = {
        "referral": referral,
        "dossier": dossier_of(referral),
        "questions": queries.questions(referral),
        "form": form if access.may(request.actor, Permission.ASK_REFERRER, relations) else None,
        "may_answer": access.may(request.actor, Permission.ANSWER_QUESTION, relations),
    }
    return render(request, "assessing/questions.html", shown)


@require_http_methods(["GET", "POST"])
def answer_question(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ANSWER_QUESTION)
    question = _question(referral, pk)
    form = AnswerForm(request.POST or None, initial={"text": question.answer})
    if carry_out(form, actions.answer_question, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "Your answer is with the unit.")
        return redirect("questions", reference=referral.reference)
    question = _question(referral, pk)
    shown: dict[str, Any] = {
        "referral": referral,
        "dossier": dossier_of(referral),
        "question": question,
        "earlier": queries.earlier_answers(question),
        "form": form,
        "seen": actions.version_of(question),
    }
    return render(request, "assessing/answer.html", shown)


def _question(referral: Referral, pk: int) -> Question:
    found = referral.questions.select_related("asked_by", "answered_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
