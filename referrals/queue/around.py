"""What stands around a list: whom a case can be given to, and the filters that were saved."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.timezone import localdate

from agencies.access import UNIT
from agencies.actors import Actor
from agencies.models import Membership, Unit
from agencies.statements import A_PERSON, Statement, anybody
from referrals.models import SavedFilter
from referrals.queue.filters import Asked, read
from referrals.rules.clocks import start_of

COLUMNS = ("what", "key", "named", "place", "asks", "unit_key", "unit_name")
PERSON, THEIR_UNIT, MINE, UNITS = "person", "unit", "filter-1", "filter-2"


@dataclass(frozen=True)
class Shelf:
    """A saved filter, and what it asks for as its reader may ask it."""

    saved: SavedFilter
    asked: Asked


@dataclass(frozen=True)
class Around:
    """`people` and `units` by key. Of the filters, one's own stand before those of one's units."""

    people: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    shelves: list[Shelf] = field(default_factory=list)


def around(actor: Actor, at: datetime, *, may_see_leave: bool) -> Around:
    """In one query, because the queue asks for it each time."""
    found = Around()
    for what, key, name, _, asks, unit_key, unit_name in _around(anybody(actor), localdate(at)).rows(
        {A_PERSON: actor.user_id}
    ):
        if what == PERSON:
            found.people[key] = name
        elif what == THEIR_UNIT:
            found.units[key] = name
        else:
            unit = Unit(pk=unit_key, name=unit_name) if what == UNITS else None
            person = actor.user_id if what == MINE else None
            saved = SavedFilter(pk=key, name=name, asked=asks, unit=unit, person_id=person)
            found.shelves.append(Shelf(saved, read(asks, may_see_leave=may_see_leave)))
    return found


@lru_cache(maxsize=500)
def _around(actor: Actor, day: date) -> Statement[Any]:
    at = start_of(day)
    called = Coalesce(NullIf("user__full_name", Value("")), "user__email")
    people = _rows(colleagues(actor, at), PERSON, key="user", named=called, place="user__sort_name")
    there = _rows(units_with_caseworkers(actor.agency_id, at), THEIR_UNIT)
    mine = _rows(SavedFilter.objects.filter(person=actor.user_id), MINE, asks=F("asked"))
    of_units = SavedFilter.objects.filter(unit__in=actor.unit_ids)
    theirs = _rows(of_units, UNITS, asks=F("asked"), unit=(F("unit_id"), F("unit__name")))
    return Statement(people.union(there, mine, theirs, all=True).order_by("what", "place", "key"))


def _rows(
    rows: QuerySet[Any],
    what: str,
    *,
    key: str = "pk",
    named: str | Coalesce = "name",
    place: str = "name",
    asks: F | Cast | None = None,
    unit: tuple[F, F] | None = None,
) -> QuerySet[Any, Any]:
    """All of one shape. `place`: what they are put in order by."""
    unit_key, unit_name = unit or (Value(0), Value(""))
    return (
        rows.order_by()
        .annotate(
            what=Value(what, TextField()),
            key=F(key),
            named=Cast(named, TextField()),
            place=Cast(place, TextField()),
            asks=asks or Cast(Value(None), JSONField()),
            unit_key=unit_key,
            unit_name=Cast(unit_name, TextField()),
        )
        .values_list(*COLUMNS)
    )


def shelves(actor: Actor, *, may_see_leave: bool) -> list[Shelf]:
    """Their own saved filters, then those of their units."""
    mine = Q(person=actor.user_id) | Q(unit__in=actor.unit_ids)
    found = SavedFilter.objects.filter(mine).select_related("unit").order_by(F("person").asc(nulls_last=True), "name")
    return [Shelf(saved, read(saved.asked, may_see_leave=may_see_leave)) for saved in found]


def colleagues(actor: Actor, at: datetime) -> QuerySet[Membership]:
    """Those of the force who could have a case today."""
    usable = Membership.objects.usable(localdate(at)).filter(agency=actor.agency_id, roles__overlap=list(UNIT))
    return usable.select_related("user").order_by("user__sort_name", "pk")


def units_with_caseworkers(agency_id: int | None, at: datetime) -> QuerySet[Unit]:
    """Where somebody could take a case. In any other it would lie."""
    working = Membership.objects.usable(localdate(at)).filter(roles__overlap=list(UNIT))
    return units_of(agency_id, at).filter(Exists(working.filter(units=OuterRef("pk"))))


def units_of(agency_id: int | None, at: datetime) -> QuerySet[Unit]:
    return Unit.objects.on(localdate(at)).filter(agency=agency_id)
