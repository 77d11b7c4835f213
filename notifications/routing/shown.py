"""What the pages about routing show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from agencies.models import Agency, Unit, User
from audit.models import Entry
from notifications.models import RoutingRow
from notifications.routing import hours, queries, words
from notifications.routing.actions import open_rows
from notifications.routing.rules import Facts, NoFallback, route
from notifications.routing.words import Condition

MOST_ENDED = 20


@dataclass(frozen=True)
class ShownRow:
    row: RoutingRow
    conditions: list[Condition]
    units: list[Unit]
    begins_later: bool = False


@dataclass(frozen=True)
class ToldUnit:
    name: str
    is_on_duty: bool


@dataclass(frozen=True)
class Answer:
    """`row` is empty where the fallback decided."""

    units: list[ToldUnit]
    row: str
    then: list[str]


@dataclass(frozen=True)
class UnitRow:
    unit: Unit
    duty: list[str]


def table_page(agency: Agency, at: datetime) -> dict[str, Any]:
    today = localdate(at)
    rows = list(queries.with_units(open_rows(agency.pk, today)))
    ended = list(
        queries.with_units(RoutingRow.objects.filter(agency=agency, valid_to__lt=today)).order_by("-valid_to", "-pk")
    )[:MOST_ENDED]
    return {
        "agency": agency,
        "rows": _shown(rows, agency.pk, today),
        "ended": _shown(ended, agency.pk, today),
        "fallback": fallback_names(agency, at),
    }


def fallback_names(agency: Agency, at: datetime) -> list[str]:
    """Nobody, where the agency has no unit."""
    try:
        table = queries.table_of(agency.pk, at)
    except NoFallback:
        return []
    return [teller.name for teller in table.tellers(table.fallback, localdate(at))]


def row_as_it_is(row: RoutingRow) -> ShownRow:
    return _shown([row], row.agency_id, localdate())[0]


def _shown(rows: list[RoutingRow], agency_id: int, today: date) -> list[ShownRow]:
    areas, units = queries.areas_of(agency_id), queries.units_in(rows)
    codes = {code for row in rows for code in row.agency_codes}
    agencies: Mapping[str, str] = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        ShownRow(
            row,
            words.conditions(row, areas, agencies),
            [units[key] for key in queries.told_by(row)],
            begins_later=row.valid_from > today,
        )
        for row in rows
    ]


def answer_to(facts: Facts, agency: Agency) -> Answer | None:
    """None: there is no unit at all."""
    try:
        table = queries.table_of(agency.pk, facts.at)
    except NoFallback:
        return None
    routed = route(table, facts)
    told = [table.units[key] for key in routed.units]
    return Answer(
        units=[ToldUnit(unit.name, hours.is_on_duty(unit.duty, facts.at)) for unit in told],
        row=next((row.name for row in table.rows if row.key == routed.row), ""),
        then=words.ladder(table, routed, facts.kind),
    )


def unit_row(unit: Unit) -> UnitRow:
    """The hours of a week, days that are alike together."""
    spans = [queries.span_of(each) for each in unit.duty_hours.all()]
    by_day = [hours.written([span for span in spans if span.weekday == day]) for day in range(len(hours.DAYS))]
    return UnitRow(unit, _alike_together(by_day) if spans else ["At all times"])


def _alike_together(by_day: list[str]) -> list[str]:
    runs: list[tuple[int, int, str]] = []
    for day, said in enumerate(by_day):
        if runs and runs[-1][2] == said:
            runs[-1] = (runs[-1][0], day, said)
        else:
            runs.append((day, day, said))
    named = [(hours.DAYS[first], hours.DAYS[last], said) for first, last, said in runs if said]
    return [f"{first} to {last}: {said}" if first != last else f"{first}: {said}" for first, last, said in named]


def last_change(reference: str) -> tuple[str, datetime] | None:
    """Who changed it last, and when."""
    entry = Entry.objects.filter(reference=reference).order_by("-at").first()
    return (str(User.objects.get(pk=entry.actor_id)), entry.at) if entry and entry.actor_id else None
