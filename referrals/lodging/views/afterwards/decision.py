"""What the person decided after the case was passed on, asked as the section asks it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request
from referrals.dossier import Dossier, dossier_of
from referrals.lodging.actions.decision import CONSENT, Unreadable, asked_anew, record_decision
from referrals.lodging.lookups import get_lodged


@require_http_methods(["GET", "POST"])
def decision(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ADD_TO_REFERRAL)
    if referral.is_answerable:
        return redirect("section", reference=referral.reference, code=CONSENT.code)
    if request.method == "GET":
        return _page(request, dossier_of(referral))
    try:
        record_decision(referral.pk, data=request.POST, by=request.actor, at=timezone.now())
    except Unreadable as unreadable:
        return _page(request, dossier_of(referral), unreadable)
    messages.success(request, "What they decided is recorded.")
    return redirect(referral)


def _page(request: Request, dossier: Dossier, unreadable: Unreadable | None = None) -> HttpResponse:
    page = unreadable.page if unreadable else asked_anew(dossier)
    about = {
        "referral": dossier.referral,
        "dossier": dossier,
        "section": CONSENT,
        "routing": dossier.routing(localdate()),
        "problems": page.problems,
        "refusal": str(unreadable) if unreadable else "",
        "reader": request.user,
    }
    return render(request, "lodging/afterwards/decision.html", {**about, "parts_html": page.html(about)})
