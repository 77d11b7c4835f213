"""Check your answers, then pass them on: complete, or as urgent with gaps."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from notifications.enums import NoticeKind
from referrals.dossier import Dossier, dossier_of
from referrals.enums import DeadlineKind
from referrals.lodging.actions.lodging import complete, known_of, lodge
from referrals.lodging.forms.check import FinishForm, LodgeForm
from referrals.lodging.minimum import reason_not_urgent
from referrals.lodging.queries import check as queries
from referrals.lodging.queries.check import Reception
from referrals.lookups import get_referral
from referrals.models import Referral
from referrals.rules.clocks import due_at

FINISH = "Finish: nothing is missing"


@require_http_methods(["GET", "POST"])
def check(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.ANSWER_REFERRAL)
    if not referral.is_answerable:
        return redirect("lodged", reference=referral.reference)
    today, dossier = localdate(), dossier_of(referral)
    missing = queries.missing(dossier, today)
    reception = queries.reception(dossier, request.actor, _kind(referral, missing), timezone.now())
    form = _form(request, referral, reception, len(missing))
    if _carried_out(request, referral, form):
        return redirect("lodged", reference=referral.reference)
    return render(request, "lodging/check.html", _shown(request, dossier, form, missing, reception))


def _form(request: Request, referral: Referral, reception: Reception, gaps: int) -> FinishForm:
    """A page that was opened on a draft is answered as one, whatever became of the draft meanwhile."""
    if referral.is_lodged and "key" not in request.POST:
        return FinishForm(request.POST or None, button=FINISH, gaps=gaps)
    force = reception.receiver.force if reception.receiver else None
    button = "Pass to our unit" if force in (None, referral.agency) else f"Pass to {force}"
    new = {"key": uuid.uuid4()}
    return LodgeForm(request.POST or None, initial=new, button=button, gaps=gaps, as_urgent=_is_urgent(request))


def _kind(referral: Referral, missing: list[queries.Point]) -> NoticeKind:
    """With gaps it can only be passed on as urgent."""
    if referral.is_lodged:
        return NoticeKind.ADDED_TO
    return NoticeKind.LODGED_URGENT if missing else NoticeKind.LODGED


def _is_urgent(request: Request) -> bool:
    return "as_urgent" in request.POST


def _carried_out(request: Request, referral: Referral, form: FinishForm) -> bool:
    acting: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if isinstance(form, LodgeForm):
        return carry_out(form, lodge, referral.pk, as_urgent=_is_urgent(request), **acting)
    return carry_out(form, complete, referral.pk, **acting)


def _shown(
    request: Request, dossier: Dossier, form: FinishForm, missing: list[queries.Point], reception: Reception
) -> dict[str, Any]:
    today, referral = localdate(), dossier.referral
    routing = dossier.routing(today)
    cards = queries.cards(dossier)
    permission = Permission.ANSWER_REFERRAL if referral.is_lodged else Permission.LODGE_REFERRAL
    return {
        "referral": referral,
        "dossier": dossier,
        "form": form,
        "routing": routing,
        "missing": missing,
        "second_looks": queries.second_looks(dossier, today),
        "kept_back": queries.kept_back(dossier, today),
        "cards": cards,
        "unanswered": [card for card in cards if not card.lines],
        "reception": reception,
        "not_even_urgent": reason_not_urgent(known_of(dossier)) if missing else None,
        "complete_by": due_at(DeadlineKind.COMPLETE, timezone.now()),
        "may_pass_on": access.may(request.actor, permission, referral.relations_to(request.actor)),
    }
