"""Which units are told, in which order, and that there is never nobody."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.kinds import KINDS
from notifications.routing.hours import Span
from notifications.routing.rules import ROUTED, Facts, NoFallback, Routed, Row, Table, Teller, route

DAY = date(2026, 11, 25)  # a Wednesday
NOON, NIGHT = (datetime.combine(DAY, time(hour), ZoneInfo("Europe/London")) for hour in (12, 23))
OFFICE = tuple(Span(day, time(7), time(19)) for day in range(5))
ALWAYS: tuple[Span, ...] = ()
MSU, NIGHT_UNIT, THIRD, BORDER = 1, 2, 3, 4
URGENT = Facts(kind=NoticeKind.LODGED_URGENT, at=NOON)


def teller(key: int, duty: tuple[Span, ...] = ALWAYS, **facts: object) -> Teller:
    known = {"agency_kind": AgencyKind.POLICE, "valid_from": date(2020, 1, 1), **facts}
    return Teller(key=key, name=f"Unit {key}", duty=duty, **known)


UNITS = {
    MSU: teller(MSU, OFFICE),
    NIGHT_UNIT: teller(NIGHT_UNIT),
    THIRD: teller(THIRD),
    BORDER: teller(BORDER, agency_kind=AgencyKind.IMMIGRATION),
}


def row(key: int, *units: int, **conditions: set[str]) -> Row:
    return Row(key=key, name=f"Row {key}", units=units, **{name: frozenset(each) for name, each in conditions.items()})


def table(*rows: Row, fallback: tuple[int, ...] = (MSU, NIGHT_UNIT), units: dict[int, Teller] | None = None) -> Table:
    return Table(rows, fallback, units or UNITS)


# Which row decides


def test_the_first_row_that_fits_decides() -> None:
    of_two = table(row(1, THIRD, ages={Age.CHILD}), row(2, NIGHT_UNIT), row(3, MSU))

    assert route(of_two, replace(URGENT, age=Age.CHILD)) == Routed((THIRD,), 1)
    assert route(of_two, replace(URGENT, age=Age.ADULT)) == Routed((NIGHT_UNIT,), 2)


# A condition, a fact that fits it, a fact that does not. Written out by hand.
CONDITIONS = [
    ({"kinds": {NoticeKind.LODGED_URGENT}}, {"kind": NoticeKind.LODGED_URGENT}, {"kind": NoticeKind.LODGED}),
    ({"areas": {"north"}}, {"area": "north"}, {"area": "south"}),
    ({"areas": {"north"}}, {"area": "north"}, {"area": ""}),
    ({"ages": {Age.CHILD, Age.UNSURE}}, {"age": Age.UNSURE}, {"age": Age.NOT_KNOWN}),
    ({"risks": {Risk.AT_RISK}}, {"risk": Risk.AT_RISK}, {"risk": Risk.NOT_SURE}),
    ({"agency_kinds": {AgencyKind.CHARITY}}, {"agency_kind": AgencyKind.CHARITY}, {"agency_kind": AgencyKind.POLICE}),
    ({"agency_codes": {"refuge"}}, {"agency_code": "refuge"}, {"agency_code": "council"}),
    (
        {"exploitation": {ExploitationGroup.LABOUR}},
        {"exploitation": frozenset({ExploitationGroup.SEXUAL, ExploitationGroup.LABOUR})},
        {"exploitation": frozenset({ExploitationGroup.SEXUAL})},
    ),
    (
        {"exploitation": {ExploitationGroup.NOT_KNOWN}},
        {"exploitation": frozenset()},
        {"exploitation": frozenset({ExploitationGroup.OTHER})},
    ),
]


@pytest.mark.parametrize(("condition", "fits", "does_not"), CONDITIONS)
def test_a_condition_holds_for_what_it_names_and_nothing_else(condition, fits, does_not) -> None:
    narrow = table(row(1, THIRD, **condition))

    assert route(narrow, replace(URGENT, **fits)).row == 1
    assert route(narrow, replace(URGENT, **does_not)).is_by_fallback


def test_all_conditions_of_a_row_must_hold() -> None:
    narrow = table(row(1, THIRD, ages={Age.CHILD}, risks={Risk.AT_RISK}))

    found = {(age, risk): route(narrow, replace(URGENT, age=age, risk=risk)).row for age, risk in product(Age, Risk)}

    assert {case for case, decided in found.items() if decided} == {(Age.CHILD, Risk.AT_RISK)}


def test_a_row_without_conditions_holds_for_everything() -> None:
    assert {
        route(table(row(1, MSU)), replace(URGENT, kind=kind, age=age)).row for kind, age in product(ROUTED, Age)
    } == {1}


# In which order


@pytest.mark.parametrize(
    ("at", "told"), [(NOON, (MSU, NIGHT_UNIT, THIRD)), (NIGHT, (NIGHT_UNIT, THIRD, MSU))], ids=["noon", "night"]
)
def test_units_on_duty_come_first_in_their_order_and_the_others_follow(at: datetime, told: tuple[int, ...]) -> None:
    assert route(table(row(1, MSU, NIGHT_UNIT, THIRD)), replace(URGENT, at=at)).units == told


def test_where_nobody_is_on_duty_the_order_stays() -> None:
    off = {key: replace(unit, duty=OFFICE) for key, unit in UNITS.items()}

    assert route(table(row(1, THIRD, MSU), units=off), replace(URGENT, at=NIGHT)).units == (THIRD, MSU)


# Who is left out


@pytest.mark.parametrize(
    "gone", [{"valid_to": date(2026, 11, 24)}, {"valid_from": date(2026, 11, 26)}], ids=["ended", "not yet there"]
)
def test_a_unit_that_is_not_there_that_day_is_left_out(gone: dict[str, date]) -> None:
    units = {**UNITS, MSU: replace(UNITS[MSU], **gone)}

    assert route(table(row(1, MSU, THIRD), units=units), URGENT).units == (THIRD,)


def test_on_its_last_day_a_unit_is_still_told() -> None:
    units = {**UNITS, MSU: replace(UNITS[MSU], valid_to=DAY)}

    assert route(table(row(1, MSU), units=units), URGENT) == Routed((MSU,), 1)


@pytest.mark.parametrize("left", [(), (BORDER,), (99,)], ids=["no unit", "immigration enforcement", "unknown"])
def test_a_row_that_is_left_with_no_unit_does_not_decide(left: tuple[int, ...]) -> None:
    assert route(table(row(1, *left), row(2, THIRD)), URGENT) == Routed((THIRD,), 2)
    assert route(table(row(1, *left)), URGENT).is_by_fallback


@pytest.mark.parametrize(("kind", "place"), list(product(AgencyKind, range(3))))
def test_immigration_enforcement_is_told_of_nothing_and_every_other_kind_is(kind: AgencyKind, place: int) -> None:
    """As each unit of a row and of the fallback, whatever happened."""
    units = [MSU, THIRD]
    units.insert(place, 7)
    known = {**UNITS, 7: teller(7, agency_kind=kind)}
    tables = [table(row(1, *units), units=known), table(fallback=tuple(units), units=known)]

    told = {
        7 in route(each, replace(URGENT, kind=event, at=at)).units
        for each in tables
        for event in ROUTED
        for at in (NOON, NIGHT)
    }

    assert told == {kind != AgencyKind.IMMIGRATION}


# The fallback


@pytest.mark.parametrize("fallback", [(), (BORDER,), (99,)], ids=["empty", "immigration enforcement", "unknown"])
def test_a_table_without_a_fallback_cannot_be_made(fallback: tuple[int, ...]) -> None:
    with pytest.raises(NoFallback):
        table(row(1, MSU), fallback=fallback)


@pytest.mark.parametrize("kind", ROUTED)
def test_by_fallback_what_must_be_answered_goes_to_whoever_is_on_duty(kind: NoticeKind) -> None:
    """And what nobody has to answer waits for the unit that has the case."""
    told = route(table(), replace(URGENT, kind=kind, at=NIGHT))

    must_be_answered = KINDS[kind].acknowledge_within is not None
    assert told == Routed((NIGHT_UNIT, MSU) if must_be_answered else (MSU, NIGHT_UNIT))
    assert told.is_by_fallback


def test_a_unit_that_has_ended_is_told_before_nobody_is() -> None:
    ended = {key: replace(unit, valid_to=date(2026, 1, 1)) for key, unit in UNITS.items()}

    assert route(table(row(1, THIRD), units=ended), URGENT) == Routed((MSU, NIGHT_UNIT))


def test_there_is_never_nobody() -> None:
    """Every event, age and danger, by day and by night, in tables that are mostly broken."""
    ended = {key: replace(unit, valid_to=date(2026, 1, 1)) for key, unit in UNITS.items()}
    broken = [table(), table(row(1)), table(row(1, BORDER), row(2, 99)), table(row(1, MSU), units=ended)]
    cases = product(broken, ROUTED, Age, Risk, (NOON, NIGHT))

    assert all(
        route(each, replace(URGENT, kind=kind, age=age, risk=risk, at=at)).units for each, kind, age, risk, at in cases
    )
