"""One case for whoever does not work on it: the sections of a draft, or what was passed on and what became of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.dossier import Dossier, dossier_of
from referrals.intake.queries import found_together
from referrals.intake.views import drafts
from referrals.lodging.plain_words import standing_of
from referrals.lodging.queries import case as queries
from referrals.lodging.queries.check import cards
from referrals.models import Referral


def show(request: Request, referral: Referral) -> HttpResponse:
    if referral.is_answerable:
        return drafts.tasks(request, referral)
    return render(request, "lodging/afterwards/case.html", _shown(request, dossier_of(referral)))


def show_contact(request: Request, dossier: Dossier) -> HttpResponse:
    """With telephone numbers and addresses in the open. Whoever asks for this records it."""
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
        "questions": queries.open_questions(referral),
        "helped": queries.what_would_have_helped(referral),
        "next_sentence": queries.next_sentence(dossier, today) if referral.is_lodged else "",
        "acts": queries.acts(dossier, actor, today),
        "papers": queries.papers(dossier, actor),
        "deadlines": queries.deadlines(dossier, actor),
        "age_track": queries.age_track(dossier),
        "additions": queries.additions(dossier),
        "notices": queries.notices(referral, request.actor, timezone.now()),
        "cards": cards(dossier),
        "together": found_together(referral, actor),
        "may_open": access.may(actor, Permission.ADD_TO_REFERRAL, referral.relations_to(actor)),
    }
