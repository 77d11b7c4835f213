"""One case: the sections of a draft, or what was passed on and what became of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import Dossier, dossier_of
from referrals.intake.queries import found_together
from referrals.intake.views import drafts
from referrals.lodging.plain_words import standing_of
from referrals.lodging.queries import case as queries
from referrals.lodging.queries.check import cards
from referrals.lookups import get_referral


@require_GET
def case(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    if referral.is_answerable:
        return drafts.tasks(request, referral)
    dossier = dossier_of(referral)
    return render(request, "lodging/afterwards/case.html", _shown(request, dossier))


@require_POST
def open_contact(request: Request, reference: str) -> HttpResponse:
    """The same page with telephone numbers and addresses in the open. Each opening is on the ledger."""
    referral = get_referral(request, reference, Permission.ADD_TO_REFERRAL)
    audit.record(Operation.CONSULTATION, "contact.shown", referral.reference, by=request.actor, at=timezone.now())
    dossier = dossier_of(referral)
    shown = {**_shown(request, dossier), "contact": queries.contact_details(dossier)}
    return render(request, "lodging/afterwards/case.html", shown)


def _shown(request: Request, dossier: Dossier) -> dict[str, Any]:
    today, referral, actor = localdate(), dossier.referral, request.actor
    routing = dossier.routing(today)
    return {
        "referral": referral,
        "dossier": dossier,
        "routing": routing,
        "standing": standing_of(referral),
        "next_sentence": queries.next_sentence(dossier, today) if referral.is_lodged else "",
        "acts": queries.acts(dossier, actor, today),
        "papers": queries.papers(dossier, actor),
        "deadlines": queries.deadlines(dossier, actor),
        "age_track": queries.age_track(dossier),
        "additions": queries.additions(dossier),
        "notices": queries.notices(referral),
        "cards": cards(dossier),
        "together": found_together(referral, actor),
        "may_open": access.may(actor, Permission.ADD_TO_REFERRAL, referral.relations_to(actor)),
    }
