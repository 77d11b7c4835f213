"""Who opened what in an emergency, and whose look at it is still to come."""

from datetime import datetime

from django.db.models import Count, Min

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Role
from agencies.models import Membership
from agencies.pages import Page, page_after
from referrals.emergency.rules import Case
from referrals.enums import Track, TrackState
from referrals.models import EmergencyOpening, Referral, TrackEntry
from referrals.models.emergency_opening import EmergencyOpeningQuerySet
from referrals.rules.clocks.days import local_day
from referrals.rules.reference import read_reference

ABOUT = ("referral", "referral__unit", "person", "reviewed_by")


def find(reference: str) -> Referral | None:
    meant = read_reference(reference)
    return (
        Referral.objects.select_related("person", "agency", "unit").filter(reference=meant).first() if meant else None
    )


def standing(referral: Referral, actor: Actor) -> Case:
    newest = TrackEntry.objects.filter(referral=referral, track=Track.NATIONAL_SECURITY).order_by("recorded_at", "pk")
    entry = newest.last()
    return Case(
        is_of_their_force=referral.force_id == actor.agency_id,
        is_lodged=referral.is_lodged,
        is_barred=referral.bars(actor),
        is_restricted=entry is not None and entry.state == TrackState.RESTRICTED,
        was_begun_by_a_partner=referral.agency_id != referral.force_id,
        is_seen_anyway=access.may(actor, Permission.SEE_REFERRAL, referral.relations_to(actor)),
    )


def open_now(actor: Actor, at: datetime) -> EmergencyOpeningQuerySet:
    return EmergencyOpening.objects.open_to(actor, at).select_related(*ABOUT)


def list_openings(actor: Actor, after: str, *, waiting: bool) -> Page[EmergencyOpening]:
    """What waits for a review is in the order in which it is due; what was reviewed, the newest first."""
    rows = EmergencyOpening.objects.of_agency(actor).filter(reviewed_at__isnull=waiting).select_related(*ABOUT)
    return page_after(rows, ["review_by", "pk"] if waiting else ["-opened_at", "-pk"], after)


def waiting(actor: Actor) -> EmergencyOpeningQuerySet:
    """For a review by this person, who does not review their own."""
    rows = EmergencyOpening.objects.of_agency(actor).filter(reviewed_at=None)
    return rows.exclude(person=actor.user_id)


def auditors(agency: int, at: datetime) -> list[int]:
    usable = Membership.objects.usable(local_day(at)).filter(agency=agency, roles__contains=[Role.AUDITOR])
    return list(usable.order_by("pk").values_list("user_id", flat=True))


def count_waiting(actor: Actor) -> tuple[int, datetime | None]:
    """How many, and when the first of them is due."""
    found = waiting(actor).aggregate(count=Count("pk"), first=Min("review_by"))
    return found["count"], found["first"]
