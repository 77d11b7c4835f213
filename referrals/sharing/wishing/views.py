"""Asking to see a case by its reference; and, on the case, answering what an agency asks for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.sharing.lookups import require
from referrals.sharing.wishing import actions, queries
from referrals.sharing.wishing.forms import AskToSeeForm, RefuseForm

SENT = "If they have it, they are asked. You are told if they share something of it, and not otherwise."


@require_http_methods(["GET", "POST"])
def ask_to_see(request: Request) -> HttpResponse:
    require(request, Permission.SEE_SHARED)
    forces = queries.forces_to_ask(request.actor, localdate())
    form = AskToSeeForm(posted(request), forces=forces)
    if carry_out(form, actions.ask_to_see, by=request.actor, at=timezone.now()):
        messages.success(request, SENT)
        return redirect("shared")
    return render(request, "sharing/ask_to_see.html", {"form": form, "has_forces": forces.exists()})


@require_http_methods(["GET", "POST"])
def answer(request: Request, reference: str, pk: int) -> HttpResponse:
    """Shared with them, by the page that shares, or refused here."""
    referral = get_case(request, reference, "shares.opened", Permission.SHARE_CASE)
    found = get_object_or_404(queries.wishes_of(referral).select_related("share"), pk=pk)
    form = RefuseForm(posted(request))
    if carry_out(form, actions.refuse, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is refused.")
        return redirect("shares", reference=referral.reference)
    share = f"{reverse('share', kwargs={'reference': referral.reference})}?agency={found.agency_id}"
    return show(request, "sharing/wish", referral, "access", form=form, wish=found, share=share)
