"""What is wrong with a table, in tables written out by hand, and in made ones against trying every case."""

from datetime import date, datetime, time
from itertools import combinations, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.enums import AgencyKind
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.routing import checking
from notifications.routing.checking import Checked, Gap, check, grouped, off_duty
from notifications.routing.hours import Span
from notifications.routing.rules import ROUTED, Facts, Row, Table, Teller, route

DAY = date(2026, 11, 25)
NOON = datetime.combine(DAY, time(12), ZoneInfo("Europe/London"))
OFFICE = tuple(Span(day, time(7), time(19)) for day in range(5))
AREAS = ("north", "south")
PLACES = (*AREAS, "")
AGENCIES = {"refuge": AgencyKind.CHARITY, "council": AgencyKind.COUNCIL}
MSU, DUTY, THIRD, BORDER, ENDED = 1, 2, 3, 4, 5
LODGED, URGENT = NoticeKind.LODGED, NoticeKind.LODGED_URGENT


def teller(key: int, duty: tuple[Span, ...] = (), **facts: object) -> Teller:
    known = {"agency_kind": AgencyKind.POLICE, "valid_from": date(2020, 1, 1), **facts}
    return Teller(key=key, name=f"Unit {key}", duty=duty, **known)


UNITS = {
    MSU: teller(MSU, OFFICE),
    DUTY: teller(DUTY),
    THIRD: teller(THIRD),
    BORDER: teller(BORDER, agency_kind=AgencyKind.IMMIGRATION),
    ENDED: teller(ENDED, valid_to=date(2026, 1, 1)),
}


def row(key: int, *units: int, **conditions: set[str]) -> Row:
    named = {name: frozenset(each) for name, each in conditions.items()}
    return Row(key=key, name=f"Row {key}", units=units or (MSU,), **named)


def table(*rows: Row) -> Table:
    return Table(rows, (MSU,), UNITS)


def checked(*rows: Row) -> Checked:
    return check(table(*rows), AREAS, AGENCIES, DAY)


# Rows that decide nothing: by key, with the keys of the rows that decide their cases.

CHILD_OR_UNSURE, GROWN_UP = {Age.CHILD, Age.UNSURE}, {Age.ADULT, Age.NOT_KNOWN}
LABOUR, SEXUAL = ExploitationGroup.LABOUR, ExploitationGroup.SEXUAL
COVERED: list[tuple[list[Row], dict[int, tuple[int, ...]]]] = [
    ([], {}),
    ([row(1)], {}),
    ([row(1), row(2)], {2: (1,)}),
    ([row(1, kinds={LODGED}), row(2, kinds={LODGED}, ages={Age.CHILD})], {2: (1,)}),
    ([row(1, kinds={LODGED}, ages={Age.CHILD}), row(2, kinds={LODGED})], {}),
    ([row(1, ages={Age.CHILD}), row(2)], {}),
    ([row(1, ages=CHILD_OR_UNSURE), row(2, ages=GROWN_UP), row(3, risks={Risk.AT_RISK})], {3: (1, 2)}),
    ([row(1, ages=CHILD_OR_UNSURE), row(2, ages={Age.ADULT}), row(3, risks={Risk.AT_RISK})], {}),
    ([row(1, areas={"north"}), row(2, areas={"south"}), row(3, areas={"north", "south"})], {3: (1, 2)}),
    # Where the place is not known, no row with an area fits.
    ([row(1, areas={"north"}), row(2, areas={"south"}), row(3)], {}),
    # An area that has ended, and what is told to no unit.
    ([row(1, areas={"redrawn"})], {1: ()}),
    ([row(1, kinds={NoticeKind.HANDED_OVER})], {1: ()}),
    # One kind of exploitation is enough.
    ([row(1, exploitation={LABOUR}), row(2, exploitation={LABOUR, SEXUAL})], {}),
    (
        [row(1, exploitation={LABOUR}), row(2, exploitation={SEXUAL}), row(3, exploitation={LABOUR, SEXUAL})],
        {3: (1, 2)},
    ),
    ([row(1, agency_kinds={AgencyKind.CHARITY}), row(2, agency_codes={"refuge"})], {2: (1,)}),
    ([row(1, agency_kinds={AgencyKind.COUNCIL}), row(2, agency_codes={"refuge"})], {}),
    ([row(1, agency_codes={"refuge"}), row(2, agency_kinds={AgencyKind.CHARITY})], {}),
    ([row(1, agency_kinds={AgencyKind.COUNCIL}, agency_codes={"refuge"})], {1: ()}),
    # A row whose units are not there decides nothing, and covers nothing.
    ([row(1, BORDER), row(2)], {}),
    ([row(1, ENDED), row(2)], {}),
]


@pytest.mark.parametrize(("rows", "covered"), COVERED)
def test_a_row_whose_cases_are_all_decided_above_it_is_found(
    rows: list[Row], covered: dict[int, tuple[int, ...]]
) -> None:
    found = checked(*rows).covered

    assert {each.row.key: tuple(by.key for by in each.by) for each in found} == covered


# Rows with other units for the same cases: upper key, lower key, and whether the upper one is only an exception.

OVERLAPS: list[tuple[list[Row], set[tuple[int, int, bool]]]] = [
    ([row(1, MSU, ages={Age.CHILD}), row(2, DUTY, risks={Risk.AT_RISK})], {(1, 2, False)}),
    ([row(1, MSU, ages={Age.CHILD}), row(2, DUTY)], {(1, 2, True)}),
    ([row(1, MSU, ages={Age.CHILD}), row(2, MSU)], set()),
    ([row(1, MSU, DUTY, ages={Age.CHILD}), row(2, DUTY, MSU)], {(1, 2, True)}),
    ([row(1, MSU, ages={Age.CHILD}), row(2, DUTY, ages={Age.ADULT})], set()),
    ([row(1, MSU), row(2, DUTY)], set()),
    ([row(1, MSU, areas={"north"}), row(2, DUTY, areas={"north"}, kinds={LODGED})], set()),
    ([row(1, MSU, areas={"north"}), row(2, DUTY, areas={"north", "south"}, kinds={LODGED})], {(1, 2, False)}),
    # Somebody can be exploited in two ways, and then in ways that are known.
    ([row(1, MSU, exploitation={LABOUR}), row(2, DUTY, exploitation={SEXUAL})], {(1, 2, False)}),
    ([row(1, MSU, exploitation={ExploitationGroup.NOT_KNOWN}), row(2, DUTY, exploitation={LABOUR})], set()),
    ([row(1, MSU, agency_codes={"refuge"}), row(2, DUTY, agency_kinds={AgencyKind.CHARITY})], {(1, 2, True)}),
    ([row(1, MSU, agency_codes={"refuge"}), row(2, DUTY, agency_kinds={AgencyKind.COUNCIL})], set()),
    (
        [row(1, MSU, ages={Age.CHILD}), row(2, DUTY, risks={Risk.AT_RISK}), row(3, THIRD)],
        {(1, 2, False), (1, 3, True), (2, 3, True)},
    ),
    ([row(1, BORDER, ages={Age.CHILD}), row(2, DUTY)], set()),
]


@pytest.mark.parametrize(("rows", "overlaps"), OVERLAPS)
def test_rows_with_other_units_for_the_same_cases_are_found(
    rows: list[Row], overlaps: set[tuple[int, int, bool]]
) -> None:
    found = checked(*rows).overlaps

    assert {(each.first.key, each.second.key, each.is_exception) for each in found} == overlaps


# What goes by the fallback: event, places, and whether only some such cases do.


def gaps_of(*rows: Row) -> dict[tuple[NoticeKind, bool], list[str]]:
    return grouped(checked(*rows).gaps)


EVERYWHERE, ELSEWHERE = list(PLACES), ["south", ""]
GAPS: list[tuple[list[Row], dict[tuple[NoticeKind, bool], list[str]]]] = [
    ([], {(kind, False): EVERYWHERE for kind in ROUTED}),
    ([row(1)], {}),
    ([row(1, BORDER)], {(kind, False): EVERYWHERE for kind in ROUTED}),
    ([row(1, kinds={LODGED})], {(kind, False): EVERYWHERE for kind in ROUTED if kind != LODGED}),
    ([row(1, areas={"north"})], {(kind, False): ELSEWHERE for kind in ROUTED}),
    ([row(1, ages={Age.CHILD})], {(kind, True): EVERYWHERE for kind in ROUTED}),
    ([row(1, ages=CHILD_OR_UNSURE), row(2, ages=GROWN_UP)], {}),
    ([row(1, exploitation=set(ExploitationGroup) - {ExploitationGroup.NOT_KNOWN}), row(2, kinds={LODGED})],
     {(kind, True): EVERYWHERE for kind in ROUTED if kind != LODGED}),
    (
        [row(1, kinds={*ROUTED} - {URGENT}), row(2, areas={"north"}), row(3, areas={"south"}, risks={Risk.AT_RISK})],
        {(URGENT, True): ["south"], (URGENT, False): [""]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "gaps"), GAPS)
def test_what_no_row_fits_is_found(rows: list[Row], gaps: dict[tuple[NoticeKind, bool], list[str]]) -> None:
    assert gaps_of(*rows) == gaps


def test_gaps_are_put_together_by_event_and_by_how_much_of_it() -> None:
    gaps = [Gap(LODGED, "north", False), Gap(LODGED, "south", True), Gap(LODGED, "", False), Gap(URGENT, "", True)]

    assert grouped(gaps) == {(LODGED, False): ["north", ""], (LODGED, True): ["south"], (URGENT, True): [""]}


def test_a_force_without_areas_has_only_places_that_are_not_known() -> None:
    assert check(table(row(1, kinds={*ROUTED} - {LODGED})), (), {}, DAY).gaps == (Gap(LODGED, "", False),)


# Off duty

AT_NIGHT = (
    "Monday 19:00 to Tuesday 07:00",
    "Tuesday 19:00 to Wednesday 07:00",
    "Wednesday 19:00 to Thursday 07:00",
    "Thursday 19:00 to Friday 07:00",
    "Friday 19:00 to Monday 07:00",
)
OFF_DUTY: list[tuple[Row, list[tuple[tuple[str, ...], bool]]]] = [
    (row(1, MSU, kinds={URGENT}), [(AT_NIGHT, True)]),
    (row(1, MSU, kinds={URGENT, LODGED}), [(AT_NIGHT, True)]),
    (row(1, MSU, kinds={LODGED}), [(AT_NIGHT, False)]),
    (row(1, MSU), [(AT_NIGHT, True)]),
    (row(1, MSU, DUTY, kinds={URGENT}), []),
    (row(1, DUTY), []),
    # Units that are not there or may not be told fill no hours, and leave no row.
    (row(1, MSU, ENDED, kinds={URGENT}), [(AT_NIGHT, True)]),
    (row(1, MSU, BORDER, kinds={URGENT}), [(AT_NIGHT, True)]),
    (row(1, BORDER), []),
]


@pytest.mark.parametrize(("one", "found"), OFF_DUTY)
def test_hours_in_which_no_unit_of_a_row_is_on_duty_are_found(
    one: Row, found: list[tuple[tuple[str, ...], bool]]
) -> None:
    assert [(each.when, each.must_be_answered) for each in off_duty(table(one), DAY)] == found


# Against trying every case


def some(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


conditions = st.fixed_dictionaries(
    {
        "kinds": some(LODGED, URGENT),
        "areas": some("north", "redrawn"),
        "exploitation": some(LABOUR, SEXUAL, ExploitationGroup.NOT_KNOWN),
        "ages": some(Age.CHILD, Age.ADULT),
        "risks": some(Risk.AT_RISK),
        "agency_kinds": some(AgencyKind.CHARITY, AgencyKind.POLICE),
        "agency_codes": some("refuge"),
    }
)
# One of each value that a row above can name, and one that none does.
CASES = [
    Facts(kind, NOON, area, frozenset(groups), age, risk, agency_kind, code)
    for kind, area, groups, age, risk, (agency_kind, code) in product(
        (LODGED, URGENT, NoticeKind.ADDED_TO),
        PLACES,
        ((), (LABOUR,), (SEXUAL,), (LABOUR, SEXUAL), (ExploitationGroup.OTHER,)),
        (Age.CHILD, Age.ADULT, Age.UNSURE),
        (Risk.AT_RISK, Risk.NOT_SURE),
        ((AgencyKind.CHARITY, "refuge"), (AgencyKind.CHARITY, ""), (AgencyKind.POLICE, ""), (AgencyKind.HEALTH, "")),
    )
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(conditions, st.sampled_from([(MSU,), (DUTY,), (MSU, DUTY)])), max_size=4))
def test_the_check_says_what_trying_every_case_says(
    made: list[tuple[dict[str, frozenset[str]], tuple[int, ...]]],
) -> None:
    rows = [Row(key=key, name="", units=units, **facts) for key, (facts, units) in enumerate(made, 1)]
    said = check(table(*rows), AREAS, {"refuge": AgencyKind.CHARITY}, DAY)
    decided = [(case, route(table(*rows), case).row) for case in CASES]

    assert {each.row.key for each in said.covered} == {each.key for each in rows} - {key for _, key in decided}
    assert {(gap.kind, gap.area): gap.is_partial for gap in said.gaps if gap.kind in (LODGED, URGENT)} == {
        (kind, area): any(key for case, key in decided if (case.kind, case.area) == (kind, area))
        for kind, area in product((LODGED, URGENT), PLACES)
        if any(key is None for case, key in decided if (case.kind, case.area) == (kind, area))
    }
    assert {(each.first.key, each.second.key): each.is_exception for each in said.overlaps} == {
        (first.key, second.key): all(second.fits(case) for case in CASES if first.fits(case))
        for first, second in combinations([each for each in rows if each.key in {key for _, key in decided}], 2)
        if first.units != second.units and any(first.fits(case) and second.fits(case) for case in CASES)
    }


def test_a_row_that_an_ended_unit_leaves_without_anybody_is_not_told_to_overlap() -> None:
    assert checking.check(table(row(1, ENDED, ages={Age.CHILD}), row(2, DUTY)), AREAS, AGENCIES, DAY).overlaps == ()
