"""How high the risk is now, why, and how it was seen before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.assessing import actions, queries
from referrals.assessing.forms import RiskForm
from referrals.dossier import dossier_of
from referrals.lodging.lookups import get_lodged


@require_http_methods(["GET", "POST"])
def risk(request: Request, reference: str) -> HttpResponse:
    asked = Permission.WORK_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_lodged(request, reference, asked)
    form = RiskForm(request.POST or None, initial=queries.parts_of(queries.newest_risk(referral)))
    if carry_out(form, actions.assess_risk, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The risk is recorded.")
        return redirect("risk", reference=referral.reference)
    history = queries.risk_history(referral)
    may_assess = access.may(request.actor, Permission.WORK_CASE, referral.relations_to(request.actor))
    shown = {
        "referral": referral,
        "dossier": dossier_of(referral),
        "form": form if may_assess else None,
        "history": history,
        "newest": history[0] if history else None,
        "seen": history[0].row.pk if history else 0,
    }
    return render(request, "assessing/risk.html", shown)
