"""Reading a referral before it goes to the Home Office."""

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
from referrals.assessing.forms import QualityForm
from referrals.dossier import dossier_of
from referrals.enums import Status
from referrals.lodging.lookups import get_lodged
from referrals.rules.quality import reason_not_to_check


@require_http_methods(["GET", "POST"])
def quality_check(request: Request, reference: str) -> HttpResponse:
    asked = Permission.WORK_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_lodged(request, reference, asked)
    dossier = dossier_of(referral)
    found = queries.check_list(dossier, request.actor, localdate())
    form = QualityForm(request.POST or None, missing=[point.sentence for point in found.missing])
    if carry_out(form, actions.check_quality, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "What you found is recorded.")
        return redirect(referral)
    checks = queries.checks(referral)
    is_own = request.user.pk in {referral.author_id, referral.holder_id, referral.lodged_by_id}
    may_check = access.may(request.actor, Permission.WORK_CASE, referral.relations_to(request.actor))
    refusal = reason_not_to_check(Status(referral.status), is_own=is_own)
    shown = {
        "referral": referral,
        "dossier": dossier,
        "found": found,
        "form": form if may_check and not refusal else None,
        "refusal": refusal if may_check else "",
        "checks": checks,
        "open_questions": queries.open_questions(referral),
        "seen": checks[0].pk if checks else 0,
    }
    return render(request, "assessing/quality.html", shown)
