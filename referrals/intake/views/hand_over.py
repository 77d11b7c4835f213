"""Handing a draft to a colleague or a unit, and taking one that was handed over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies.enums import Permission
from agencies.models import Membership
from agencies.pages import Request, carry_out
from agencies.refusals import NotAllowed, Refused
from referrals.intake import handing_over, recipients
from referrals.intake.forms.leaving import FindColleagueForm, HandOverForm
from referrals.lookups import get_referral


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, reference: str) -> HttpResponse:
    """Looking for a colleague is a POST, because what is typed is a name."""
    referral = get_referral(request, reference, Permission.HAND_OVER_DRAFT)
    if not referral.is_draft:
        messages.info(request, handing_over.LODGED)
        return redirect(referral)
    now, is_search = timezone.now(), "find" in request.POST
    find = FindColleagueForm(request.POST if is_search else None)
    people = _people(request, find)
    chosen = request.POST if request.method == "POST" and not is_search else None
    form = HandOverForm(chosen, people=people, units=recipients.units(request.actor, at=now))

    if carry_out(form, handing_over.hand_over, referral.pk, by=request.actor, at=now):
        messages.success(request, "It is handed over, and they have been told.")
        return redirect("referrals")

    shown = {"referral": referral, "find": find, "form": form, "people": people, "most": recipients.MOST_FOUND}
    return render(request, "intake/hand_over.html", shown)


@require_POST
def take_over(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.ANSWER_REFERRAL)
    try:
        handing_over.take_over(referral.pk, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(referral)


def _people(request: Request, find: FindColleagueForm) -> list[Membership]:
    """Those found, or the one who was chosen from those found before."""
    if find.is_valid():
        return recipients.find_colleagues(request.actor, find.cleaned_data["text"], at=timezone.now())
    chosen = request.POST.get("to", "").removeprefix("person-")
    is_key = chosen.isdecimal() and len(chosen) < 19
    return list(recipients.colleagues(request.actor, at=timezone.now()).filter(pk=chosen)) if is_key else []
