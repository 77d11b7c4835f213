"""The page of a case that was passed on. Going back to what lodged it leads here again."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from agencies.enums import AgencyKind, Permission
from agencies.pages import Request
from referrals.dossier import dossier_of
from referrals.intake.queries import found_together
from referrals.lodging.queries import check, confirmation
from referrals.lookups import get_referral


@require_GET
def lodged(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    if not referral.is_lodged:
        return redirect(referral)
    today, dossier = localdate(), dossier_of(referral)
    shown = {
        "referral": dossier.referral,
        "dossier": dossier,
        "routing": dossier.routing(today),
        "told": confirmation.told(referral),
        "deadlines": confirmation.open_deadlines(dossier),
        "next_sentence": confirmation.next_sentence(dossier, today),
        "missing": check.missing(dossier, today) if referral.is_answerable else [],
        "together": found_together(referral, request.actor),
        "is_police": dossier.referral.agency.kind == AgencyKind.POLICE,
        "is_mine": request.actor.user_id == dossier.referral.lodged_by_id,
    }
    return render(request, "lodging/lodged.html", shown)
