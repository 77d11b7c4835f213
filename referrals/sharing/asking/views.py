"""On the case: what they said about sharing with each agency, and recording it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.sharing.asking import actions, queries
from referrals.sharing.asking.forms import AnswerForm


@require_http_methods(["GET", "POST"])
def answers(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "sharing_answers.opened", Permission.SHARE_CASE)
    form = AnswerForm(posted(request), agencies=queries.agencies_to_ask_about(referral, localdate()))
    if carry_out(form, actions.record_answer, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "Recorded. What rests on it follows at once.")
        return redirect("sharing-answers", reference=referral.reference)
    known = list(queries.answers(referral))
    return show(request, "sharing/answers", referral, "access", form=form, answers=known)
