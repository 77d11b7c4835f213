"""On the case: what left it, and what was done about each once they took back their agreement."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals import disclosed
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.disclosures import actions, queries
from referrals.disclosures.forms import SettleForm


@require_GET
def disclosures(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "disclosures.opened")
    about = {
        "page": queries.list_left(referral, request.GET.get("after", "")),
        "taken_back": disclosed.taken_back(referral),
        "to_settle": disclosed.count_to_settle(referral),
    }
    return show(request, "disclosures/disclosures", referral, "access", **about)


@require_http_methods(["GET", "POST"])
def settle(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_case(request, reference, "disclosures.opened", Permission.WORK_CASE)
    found, form = queries.one(referral, pk), SettleForm(posted(request))
    if found is None:
        raise Http404
    if carry_out(form, actions.settle, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "Recorded.")
        return redirect("disclosures", reference=referral.reference)
    return show(request, "disclosures/settle", referral, "access", form=form, left=found)
