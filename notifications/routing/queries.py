"""Reading a force's table of who is told, in a fixed number of queries."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.enums import AgencyKind, UnitKind
from agencies.models import Agency, Area, DutyHours, Unit
from notifications.models import RoutingRow
from notifications.routing.hours import Span
from notifications.routing.rules import Row, Table, Teller

CONDITIONS = ("kinds", "areas", "exploitation", "ages", "risks", "agency_kinds", "agency_codes")
# Who is told where no row fits, after the unit that has the case. All others of the force come last.
FALLBACK = (UnitKind.MODERN_SLAVERY, UnitKind.CONTROL_ROOM)


def table_of(agency_id: int, at: datetime, first: int | None = None) -> Table:
    """As it holds at that time. `first` is the unit that has the case. Raises NoFallback, where there is no unit."""
    rows = rows_on(agency_id, localdate(at))
    units = _units(agency_id, {unit for row in rows for unit in told_by(row)} | ({first} if first else set()))
    return Table(
        rows=tuple(_row(row) for row in rows),
        fallback=_fallback(agency_id, units, first),
        units={unit.pk: teller(unit) for unit in units},
    )


def rows_on(agency_id: int, day: date) -> list[RoutingRow]:
    return list(with_units(RoutingRow.objects.on(day).filter(agency=agency_id)))


def with_units(rows: QuerySet[RoutingRow]) -> QuerySet[RoutingRow]:
    """In order, each with the keys of its units in their order."""
    return rows.annotate(told=ArrayAgg("steps__unit", order_by=("steps__position", "steps__pk"))).order_by(
        "position", "pk"
    )


def told_by(row: Any) -> tuple[int, ...]:
    """The units of a row that `with_units` read."""
    return tuple(unit for unit in row.told or () if unit)


def _row(row: RoutingRow) -> Row:
    conditions = {name: frozenset(getattr(row, name)) for name in CONDITIONS}
    return Row(key=row.pk, name=row.name, units=told_by(row), **conditions)


def _units(agency_id: int, named: set[int]) -> list[Unit]:
    found = Unit.objects.filter(Q(agency=agency_id) | Q(pk__in=named))
    return list(found.select_related("agency").prefetch_related("duty_hours").order_by("name", "pk"))


def teller(unit: Unit) -> Teller:
    return Teller(
        key=unit.pk,
        name=unit.name,
        agency_kind=AgencyKind(unit.agency.kind),
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        duty=tuple(span_of(hours) for hours in unit.duty_hours.all()),
    )


def span_of(hours: DutyHours) -> Span:
    return Span(hours.weekday, hours.starts, hours.ends)


def _fallback(agency_id: int, units: Sequence[Unit], first: int | None) -> tuple[int, ...]:
    ranked = sorted((unit for unit in units if unit.agency_id == agency_id), key=lambda unit: _rank(unit.kind))
    return tuple(dict.fromkeys([*([first] if first else []), *(unit.pk for unit in ranked)]))


def _rank(kind: str) -> int:
    return FALLBACK.index(UnitKind(kind)) if kind in FALLBACK else len(FALLBACK)


# For the pages


def seen_of(unit: Unit) -> str:
    """Of what a page shows of a unit: another one means that somebody saved meanwhile."""
    hours = [f"{each.weekday} {each.starts} {each.ends}" for each in unit.duty_hours.all()]
    shown = "|".join([unit.mailbox, unit.phone, unit.duty_mobile, *hours])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def units_of(agency: Agency, day: date) -> list[Unit]:
    """Those that have not ended."""
    return list(agency.units.exclude(valid_to__lt=day).prefetch_related("duty_hours"))


def areas_of(agency_id: int) -> dict[str, str]:
    """Names by code, ended ones too: the newest name of each."""
    return dict(Area.objects.filter(force=agency_id).order_by("valid_from").values_list("code", "name"))


def areas_on(agency_id: int, day: date) -> dict[str, str]:
    return dict(Area.objects.on(day).filter(force=agency_id).values_list("code", "name"))


def agencies_that_refer(day: date) -> QuerySet[Agency]:
    """Immigration enforcement is left out."""
    found: QuerySet[Agency] = Agency.objects.on(day).exclude(kind=AgencyKind.IMMIGRATION)
    return found


def units_in(rows: Sequence[Any]) -> dict[int, Unit]:
    return Unit.objects.in_bulk({unit for row in rows for unit in told_by(row)})
