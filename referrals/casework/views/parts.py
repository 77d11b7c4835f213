"""The parts of a case that only show: what was referred, decisions, people found together, who can see it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from agencies import access as table
from agencies.enums import Permission
from agencies.pages import Request
from referrals.casework.lookups import get_case
from referrals.casework.queries import parts as queries
from referrals.casework.queries import people as seers
from referrals.casework.views.showing import show
from referrals.dossier import dossier_of
from referrals.lodging.queries.case import additions, age_track
from referrals.lodging.queries.check import cards


@require_GET
def referral(request: Request, reference: str) -> HttpResponse:
    """All answers. While gaps of an urgent one are open, whoever may answer goes on to its sections from here."""
    found = get_case(request, reference, "answers.opened")
    dossier = dossier_of(found)
    may_answer = table.may(request.actor, Permission.ANSWER_REFERRAL, found.relations_to(request.actor))
    about = {
        "cards": cards(dossier),
        "dossier": dossier,
        "routing": dossier.routing(localdate()),
        "additions": additions(dossier),
        "age_track": age_track(dossier),
        "may_answer": may_answer and found.is_answerable,
    }
    return show(request, "casework/referral", found, "case-referral", **about)


@require_GET
def decisions(request: Request, reference: str) -> HttpResponse:
    found = get_case(request, reference, "decisions.opened")
    return show(
        request, "casework/decisions", found, "decisions", decisions=queries.decisions_of(found, request.user.pk)
    )


@require_GET
def people(request: Request, reference: str) -> HttpResponse:
    found = get_case(request, reference, "people.opened")
    others = queries.people_of(found, request.actor, localdate(), timezone.now())
    return show(request, "casework/people", found, "people", others=others)


@require_GET
def access(request: Request, reference: str) -> HttpResponse:
    found, now = get_case(request, reference, "access.opened"), timezone.now()
    about = {
        "groups": queries.who_and_why(found, localdate(now)),
        "shares": seers.shared_now(found, now),
        "emergencies": seers.open_in_emergency(found, now),
        "barred": len(found.barred_people) + len(found.barred_units),
    }
    return show(request, "casework/access", found, "access", **about)
