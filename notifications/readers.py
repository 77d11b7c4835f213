"""Whom one notice reaches: people who act somewhere, asked one by one whether they may see the case now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import AgencyKind
from agencies.models import Membership, Unit
from agencies.people.queries import NEVER_CAME
from notifications.enums import Delivery, NoticeKind
from notifications.habits import queries as habits
from notifications.kinds import KINDS, hears_of
from notifications.models import Notice
from notifications.subjects import subjects


@dataclass(frozen=True)
class Readers:
    """`is_alarm`: they are told instead of whoever ought to have been.

    `is_mailbox_open`: nobody who reads the unit's mailbox is barred from the case.
    """

    people: tuple[int, ...]
    outcome: Delivery
    is_alarm: bool = False
    is_mailbox_open: bool = False


def readers_of(notice: Notice, at: datetime) -> Readers:
    if notice.unit:
        return _of_unit(notice, notice.unit, at)
    kind = NoticeKind(notice.kind)
    if not KINDS[kind].is_about_a_case:
        actors = _actors(_usable(at).filter(user=notice.person_id))
        hearing = {actor.user_id for actor in actors if hears_of(actor, kind)}
        return Readers(tuple(hearing), Delivery.DELIVERED if hearing else Delivery.NOT_NEEDED)
    actors = _actors(_usable(at).filter(user=notice.person_id).exclude(agency__kind=AgencyKind.IMMIGRATION))
    if allowed := _may_see(notice, actors):
        return Readers(tuple({actor.user_id for actor in allowed}), Delivery.DELIVERED)
    if not subjects().exists(notice.reference):
        return Readers((), Delivery.NOT_NEEDED)
    agencies = {actor.agency_id for actor in actors if actor.agency_id}
    return _supervisors_instead(notice, agencies, Delivery.NOBODY_MAY_SEE, at)


def _of_unit(notice: Notice, unit: Unit, at: datetime) -> Readers:
    members = _actors(_usable(at).filter(units=unit).exclude(agency__kind=AgencyKind.IMMIGRATION))
    allowed = _may_see(notice, members)
    if allowed:
        people = tuple(dict.fromkeys(actor.user_id for actor in members if actor in allowed))
        is_open = not subjects().who_is_barred(notice.reference, members)
        # Whoever would have read the mailbox is written to by name.
        return Readers(people, Delivery.DELIVERED, is_alarm=not is_open, is_mailbox_open=is_open)
    if not subjects().exists(notice.reference):
        return Readers((), Delivery.NOT_NEEDED)
    outcome = Delivery.NOBODY_MAY_SEE if members else Delivery.NO_MEMBERS
    return _supervisors_instead(notice, {unit.agency_id}, outcome, at)


def _supervisors_instead(notice: Notice, agencies: Collection[int], outcome: Delivery, at: datetime) -> Readers:
    """Somebody who is not barred must know that nobody knows."""
    people = [person for agency in sorted(agencies) for person in habits.supervisors(agency, at)]
    here = _usable(at).filter(user__in=people, agency__in=agencies)
    allowed = {actor.user_id for actor in _may_see(notice, _actors(here))}
    told = tuple(person for person in dict.fromkeys(people) if person in allowed)
    return Readers(told, outcome if told else Delivery.NOBODY_AT_ALL, is_alarm=True)


def may_any_of(person: int, reference: str, at: datetime) -> bool:
    """Whether somebody may see a case, for whichever agency they act."""
    return bool(subjects().who_may_see(reference, _actors(_usable(at).filter(user=person))))


def _may_see(notice: Notice, actors: Collection[Actor]) -> set[Actor]:
    return subjects().who_may_see(notice.reference, actors) if actors else set()


def _usable(at: datetime) -> QuerySet[Membership]:
    """Whoever was invited and never came would hear of nothing."""
    found: QuerySet[Membership] = Membership.objects.usable(localdate(at)).exclude(NEVER_CAME)
    return found.select_related("agency").prefetch_related("units").order_by("pk")


def _actors(memberships: Iterable[Membership]) -> list[Actor]:
    return [row.as_actor(frozenset(unit.pk for unit in row.units.all())) for row in memberships]
