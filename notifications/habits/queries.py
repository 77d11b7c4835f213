"""Who is on duty, who is away and who gets theirs, and how people want to be told. What delivery and the ladder ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import AgencyKind, Permission, Relation, Role
from agencies.folding import folded
from agencies.models import Membership, Unit
from agencies.people.queries import NEVER_CAME
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import How, NoticeKind
from notifications.habits import rules
from notifications.kinds import KINDS, hears_of
from notifications.models import Absence, Preference, Shift

MOST_FOUND = 20
SHOWN_AHEAD = timedelta(weeks=4)
MOST_SHIFTS = 200


def duty_supervisors(unit_id: int, at: datetime) -> list[int]:
    """Supervisors of the unit who are on shift; nobody on shift: all of them who are there.

    A unit without a supervisor is looked after by those of the agency who are in no unit.
    """
    agency = Unit.objects.values("agency_id").filter(pk=unit_id)
    everybody = _supervising(at).filter(agency__in=agency)
    members = _people(everybody.filter(units=unit_id)) or _people(everybody.filter(units=None))
    return rules.on_duty(on_shift(unit_id, at), members, absent(members, at)) if members else []


def supervisors(agency_id: int, at: datetime) -> list[int]:
    """Every one who can act for the agency."""
    return _people(_supervising(at).filter(agency=agency_id))


def on_shift(unit_id: int, at: datetime) -> list[int]:
    """In the order in which they are told. A shift is over in the minute in which it ends."""
    shifts = Shift.objects.filter(unit=unit_id, starts_at__lte=at, ends_at__gt=at)
    return list(dict.fromkeys(shifts.order_by("position", "starts_at", "pk").values_list("person_id", flat=True)))


def absent(person_ids: Collection[int], at: datetime) -> set[int]:
    return set(_passes(person_ids, at))


def stand_ins(person_ids: Collection[int], at: datetime) -> dict[int, int]:
    """Of those people who are away, who gets theirs: never somebody who is away too, or can act for no agency."""
    passes = further = _passes(person_ids, at)
    while further := _passes({person for person in further.values() if person} - set(passes), at):
        passes = passes | further
    found = rules.stand_ins(person_ids, passes)
    return rules.stand_ins(person_ids, passes, gone=_gone(found.values(), at)) if found else {}


def preferences(person_ids: Collection[int], kind: NoticeKind) -> dict[int, How]:
    """Of everybody who was asked about."""
    wishes = Preference.objects.filter(person__in=person_ids, kind=kind).values_list("person_id", "how")
    wished = dict(wishes) if KINDS[kind].may_be_turned_off else {}
    return {person: rules.how(wished.get(person), KINDS[kind]) for person in person_ids}


def _passes(person_ids: Collection[int], at: datetime) -> dict[int, int | None]:
    """Those of them who are away, and to whom they pass theirs."""
    if not person_ids:
        return {}
    today = localdate(at)
    away = Absence.objects.filter(person__in=person_ids, first_day__lte=today, last_day__gte=today)
    return dict(away.order_by("first_day", "pk").values_list("person_id", "passes_to_id"))


def _gone(person_ids: Collection[int], at: datetime) -> set[int]:
    here = Membership.objects.usable(localdate(at)).filter(user__in=person_ids)
    return set(person_ids) - set(here.values_list("user_id", flat=True))


def _supervising(at: datetime) -> "QuerySet[Membership]":
    """Who was invited and has not come yet would hear of nothing."""
    usable = Membership.objects.usable(localdate(at)).filter(roles__contains=[Role.SUPERVISOR])
    return usable.exclude(agency__kind=AgencyKind.IMMIGRATION).exclude(NEVER_CAME)


def _people(memberships: "QuerySet[Membership]") -> list[int]:
    in_order = memberships.order_by("user__sort_name", "pk").values_list("user_id", flat=True)
    return list(dict.fromkeys(in_order))


# What the pages of one's own habits show


def kinds_for(actor: Actor) -> list[NoticeKind]:
    """Those that could ever reach this person."""
    sees_cases = access.may_at_all(actor, Permission.SEE_REFERRAL)
    return [kind for kind in NoticeKind if (sees_cases if KINDS[kind].is_about_a_case else hears_of(actor, kind))]


def wishes_of(actor: Actor) -> dict[NoticeKind, How]:
    said = dict(Preference.objects.filter(person=actor.user_id).values_list("kind", "how"))
    return {kind: rules.how(said.get(kind), KINDS[kind]) for kind in kinds_for(actor)}


def absences_of(actor: Actor, today: date) -> QuerySet[Absence]:
    """Now and to come."""
    return Absence.objects.filter(person=actor.user_id, last_day__gte=today).select_related("passes_to")


def colleagues(actor: Actor, *, at: datetime) -> QuerySet[Membership]:
    """To whom somebody may pass theirs: who has come, can act today and has a role, at the agency they act for."""
    usable = Membership.objects.usable(localdate(at)).filter(agency=actor.agency_id).exclude(user=actor.user_id)
    able = usable.exclude(NEVER_CAME).exclude(roles=[]).exclude(agency__kind=AgencyKind.IMMIGRATION)
    return able.select_related("user")


def find_colleagues(actor: Actor, text: str, *, at: datetime) -> list[Membership]:
    """By how the words of a name or a collar number begin. The ledger keeps who was shown, and not what was typed."""
    words = folded(text).split()
    wanted = colleagues(actor, at=at) if words else Membership.objects.none()
    for word in words:
        wanted = wanted.filter(user__search_text__contains=f" {word}")
    found = list(wanted.order_by("user__sort_name", "pk")[:MOST_FOUND])
    shown = [row.reference for row in found]
    audit.record(Operation.CONSULTATION, "colleagues.searched", by=actor, at=at, shown=shown)
    return found


# Rotas


@dataclass(frozen=True)
class Day:
    day: date
    shifts: list[Shift]


def may_manage_rota(actor: Actor, unit: Unit) -> bool:
    """Supervisors of the unit, and of every unit of their agency those who are in none."""
    relations = {Relation.OWN_AGENCY} if unit.agency_id == actor.agency_id else set()
    is_theirs = unit.pk in actor.unit_ids or not actor.unit_ids
    return is_theirs and access.may(actor, Permission.MANAGE_ROTA, relations)


def units_with_rota(actor: Actor, *, at: datetime) -> QuerySet[Unit]:
    """Whose rota this person may see: their own units, or every unit that they look after."""
    units = Unit.objects.on(localdate(at)).filter(agency=actor.agency_id).select_related("agency")
    manages_all = not actor.unit_ids and access.may_at_all(actor, Permission.MANAGE_ROTA)
    found: QuerySet[Unit] = units if manages_all else units.filter(pk__in=actor.unit_ids)
    return found


def members_of(unit: Unit, *, at: datetime) -> QuerySet[Membership]:
    usable: QuerySet[Membership] = Membership.objects.usable(localdate(at)).filter(units=unit).exclude(NEVER_CAME)
    return usable.select_related("user").order_by("user__sort_name", "pk")


def rota(unit: Unit, *, at: datetime) -> list[Day]:
    """By the day on which a shift begins, for the next weeks. Those that go on now are among them."""
    coming = Shift.objects.filter(unit=unit, ends_at__gt=at, starts_at__lt=at + SHOWN_AHEAD).select_related("person")
    shifts = coming.order_by("starts_at", "position", "pk")[:MOST_SHIFTS]
    return [Day(day, list(of_day)) for day, of_day in groupby(shifts, key=lambda shift: localdate(shift.starts_at))]
