"""Whom a case could be kept from, and from whom it is."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.folding import folded
from agencies.models import Membership, Unit
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Bar, Referral

MOST_FOUND = 20
MAY_BAR = sorted(access.GRANTED[Permission.BAR_PEOPLE][Relation.OWNING_FORCE])


def bars_of(referral: Referral) -> QuerySet[Bar]:
    return referral.bars_set.select_related("person", "unit", "set_by", "lifted_by")


def people(referral: Referral, at: datetime) -> QuerySet[Membership]:
    """Of the agencies whose people may see it because of where they work."""
    agencies = [key for key in (referral.force_id, referral.agency_id) if key]
    found = Membership.objects.usable(localdate(at)).filter(agency__in=agencies)
    return found.select_related("user", "agency").order_by("user__sort_name", "pk")


def units(referral: Referral, at: datetime) -> QuerySet[Unit]:
    agencies = [key for key in (referral.force_id, referral.agency_id) if key]
    return Unit.objects.on(localdate(at)).filter(agency__in=agencies).select_related("agency").order_by("name", "pk")


def find_people(referral: Referral, text: str, *, by: Actor, at: datetime) -> list[Membership]:
    """By how the words of a name begin. The ledger keeps who was shown, and not what was typed."""
    words = folded(text).split()
    wanted = people(referral, at) if words else Membership.objects.none()
    for word in words:
        wanted = wanted.filter(user__search_text__contains=f" {word}")
    found = list(wanted[:MOST_FOUND])
    audit.record(Operation.CONSULTATION, "colleagues.searched", by=by, at=at, shown=[row.reference for row in found])
    return found


def members_of(unit: Unit) -> set[int]:
    return set(Membership.objects.filter(units=unit).values_list("user_id", flat=True))


def leaves_a_supervisor(referral: Referral, barred_people: list[int], barred_units: list[int], at: datetime) -> bool:
    """Somebody of the force who could lift it again."""
    kept = Q(user__in=barred_people) | Q(pk__in=Membership.objects.filter(units__in=barred_units).values("pk"))
    able = Membership.objects.usable(localdate(at)).filter(agency=referral.force_id, roles__overlap=MAY_BAR)
    return able.exclude(kept).exists()
