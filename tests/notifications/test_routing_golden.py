"""Who is told at West Mercia, a case a line: tests/notifications/data/routing_golden.csv can be read by anybody."""

import csv
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency, Area, Unit
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.models import RoutingRow
from notifications.routing import demonstration
from notifications.routing.hours import DAYS
from notifications.routing.queries import table_of
from notifications.routing.rules import ROUTED, Facts, Table, route

pytestmark = pytest.mark.django_db

LINES = list(csv.DictReader((Path(__file__).parent / "data" / "routing_golden.csv").read_text().splitlines()))
# The Monday of a week in which both areas are there.
MONDAY = date(2026, 12, 7)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def force() -> Agency:
    call_command("load_demo", verbosity=0)
    demonstration.load(at=timezone.now())
    RoutingRow.objects.update(valid_from=MONDAY - timedelta(days=300))
    return Agency.objects.get(code="west-mercia-police")


def called(label: str, choices: type) -> str:
    return next(choice for choice in choices if choice.label == label)


def facts_of(line: dict[str, str], areas: dict[str, str], agencies: dict[str, Agency]) -> Facts:
    refers = agencies[line["Who refers"]]
    groups = {called(label, ExploitationGroup) for label in line["Kind of exploitation"].split(" and ")}
    day = MONDAY + timedelta(days=DAYS.index(line["Weekday"]))
    return Facts(
        kind=called(line["What happened"], NoticeKind),
        at=datetime.combine(day, time.fromisoformat(line["Time"]), LONDON),
        area=areas.get(line["Where"], ""),
        exploitation=frozenset(groups),
        age=called(line["Age"], Age),
        risk=called(line["Danger"], Risk),
        agency_kind=AgencyKind(refers.kind),
        agency_code=refers.code,
    )


def answer(table: Table, facts: Facts) -> tuple[str, str, str]:
    routed = route(table, facts)
    first, *then = [table.units[key].name for key in routed.units]
    row = next((row.name for row in table.rows if row.key == routed.row), "Fallback")
    return first, "; ".join(then), row


def test_every_line_is_told_to_whom_it_says(force: Agency) -> None:
    areas = dict(Area.objects.on(MONDAY).filter(force=force).values_list("name", "code"))
    agencies = {agency.name: agency for agency in Agency.objects.all()}
    msu = Unit.objects.get(agency=force, code="modern-slavery-unit")
    table = table_of(force.pk, datetime.combine(MONDAY, time(), LONDON), msu.pk)

    wrong = [
        (number, line, told)
        for number, line in enumerate(LINES, 2)
        if (told := answer(table, facts_of(line, areas, agencies)))
        != (line["Told first"], line["Then"], line["Which row"])
    ]

    assert wrong == []


def test_there_are_enough_lines_and_no_two_alike() -> None:
    cases = Counter(tuple(line.values())[:8] for line in LINES)

    assert len(LINES) >= 200
    assert [case for case, count in cases.items() if count > 1] == []


def test_every_row_and_the_fallback_decide_some_line() -> None:
    rows = {row["name"] for row in demonstration.facts()["rows"]}

    assert {line["Which row"] for line in LINES} == rows | {"Fallback"}


def test_every_value_of_every_fact_is_in_some_line() -> None:
    said = {name: {line[name] for line in LINES} for name in LINES[0]}

    assert said["What happened"] == {kind.label for kind in ROUTED}
    assert said["Age"] == set(Age.labels)
    assert said["Danger"] == set(Risk.labels)
    assert {part for each in said["Kind of exploitation"] for part in each.split(" and ")} == set(
        ExploitationGroup.labels
    )
    assert said["Weekday"] == set(DAYS)


def test_the_table_is_loaded_once_and_what_was_changed_stays(force: Agency) -> None:
    RoutingRow.objects.filter(position=1).update(name="Changed since")

    assert demonstration.load(at=timezone.now()) == 0
    assert RoutingRow.objects.filter(agency=force).count() == len(demonstration.facts()["rows"])
    assert RoutingRow.objects.filter(name="Changed since").exists()
