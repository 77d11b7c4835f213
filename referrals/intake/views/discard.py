"""Throwing a draft away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.intake import discarding
from referrals.intake.forms.leaving import DiscardForm
from referrals.intake.keeping import keeping_of, may_be_discarded
from referrals.lookups import get_referral


@require_http_methods(["GET", "POST"])
def discard(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.DISCARD_DRAFT)
    if not referral.is_draft:
        messages.info(request, "This is no longer a draft, so it cannot be discarded.")
        return redirect(referral)
    keeping = keeping_of(referral)
    form = DiscardForm(request.POST if request.method == "POST" else None, is_empty=keeping.is_empty)

    if carry_out(form, discarding.discard, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(
            request, f"{referral.called} is deleted." if keeping.is_empty else f"{referral.called} is discarded."
        )
        return redirect("referrals")

    may_discard = may_be_discarded(is_empty=keeping.is_empty, by=request.actor)
    shown = {"referral": referral, "keeping": keeping, "form": form, "may_discard": may_discard}
    return render(request, "intake/discard.html", shown)
