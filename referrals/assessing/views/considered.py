"""What somebody is to have thought of in this case, and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.assessing import actions, queries
from referrals.assessing.forms import ConsiderForm
from referrals.dossier import dossier_of
from referrals.lodging.lookups import get_lodged


@require_http_methods(["GET", "POST"])
def considered(request: Request, reference: str) -> HttpResponse:
    asked = Permission.WORK_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_lodged(request, reference, asked)
    dossier, today = dossier_of(referral), localdate()
    matters = queries.matters_of(dossier, today)
    prompts = [matter.prompt for matter in matters]
    chosen = {"matter": request.GET.get("matter", "")[:30]}
    form = ConsiderForm(request.POST or None, prompts=prompts, initial=chosen)
    if carry_out(form, actions.consider, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is recorded.")
        return redirect("considered", reference=referral.reference)
    may_record = access.may(request.actor, Permission.WORK_CASE, referral.relations_to(request.actor))
    shown = {
        "referral": referral,
        "dossier": dossier,
        "matters": queries.matters_of(dossier, today) if form.is_bound else matters,
        "form": form if may_record else None,
        "seen": queries.newest_considered(referral),
    }
    return render(request, "assessing/considered.html", shown)
