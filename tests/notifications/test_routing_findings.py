"""What the check page finds: units that cannot be reached, what has ended, what is wrong with the table."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agencies.enums import AgencyKind, Role, UnitKind
from agencies.models import Agency, Area, Unit
from notifications.enums import Channel, NoticeKind, Sending
from notifications.models import Message, Notice, RoutingRow
from notifications.routing.findings import MOST_SHOWN, NEWEST, Finding, Point, findings
from notifications.routing.rules import ROUTED
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 25), date(2026, 11, 24)
LAST_YEAR = date(2025, 11, 25)

UNREACHED = "Units that cannot be reached"
HAVE_ENDED = "Rows with areas or units that have ended"
DECIDE_NOTHING = "Rows that decide nothing"
OVERLAP = "Rows that overlap"
OFF_DUTY, WAITS = "Nobody on duty", "Off duty, and waits"
BY_FALLBACK = "Told by the fallback"


@pytest.fixture
def force() -> Agency:
    return AgencyFactory(name="West Mercia Police")


def unit_of(force: Agency, name: str, **facts: object) -> Unit:
    """With a mailbox and somebody in it."""
    made = UnitFactory(agency=force, **{"name": name, "mailbox": "unit@force.example", **facts})
    MembershipFactory(agency=force, roles=[Role.CASE_MANAGER]).units.set([made])
    return made


@pytest.fixture
def msu(force: Agency) -> Unit:
    return unit_of(force, "Modern Slavery Unit", kind=UnitKind.MODERN_SLAVERY)


def row_of(force: Agency, name: str, *units: Unit, **facts: object) -> RoutingRow:
    position = RoutingRow.objects.filter(agency=force).count() + 1
    made = RoutingRow.objects.create(agency=force, name=name, position=position, **{"valid_from": LAST_YEAR, **facts})
    for number, each in enumerate(units, 1):
        made.steps.create(unit=each, position=number)
    return made


def found(force: Agency) -> dict[str, list[str]]:
    return {finding.heading: [point.sentence for point in finding.points] for finding in findings(force, NOW)}


def notice_to(unit: Unit, **facts: object) -> Notice:
    given = {"kind": NoticeKind.LODGED, "reference": "MS-26-ABCDEFG", "posted_at": NOW, "unit": unit, **facts}
    return Notice.objects.create(occasion=str(Notice.objects.count()), **given)


def message_to(unit: Unit, outcome: Sending, hours_ago: int = 0) -> Message:
    at = NOW - timedelta(hours=hours_ago)
    is_sent = outcome in (Sending.SENT, Sending.RECEIVED)
    return Message.objects.create(
        channel=Channel.EMAIL,
        notice=notice_to(unit),
        unit=unit,
        posted_at=at,
        outcome=outcome,
        sent_at=at if is_sent else None,
        given_up_at=None if is_sent or outcome == Sending.WAITING else at,
    )


# All is well


def test_where_all_is_well_everything_that_was_looked_for_is_named_and_nothing_found(force: Agency, msu: Unit) -> None:
    row_of(force, "Everything", msu)

    assert found(force) == {
        UNREACHED: [],
        HAVE_ENDED: [],
        DECIDE_NOTHING: [],
        OVERLAP: [],
        "Gaps": [],
        OFF_DUTY: [],
        WAITS: [],
        "Exceptions": [],
        BY_FALLBACK: [],
    }


def test_what_is_wrong_elsewhere_is_not_told_here(force: Agency, msu: Unit) -> None:
    row_of(force, "Everything", msu)
    other = AgencyFactory()
    lonely = UnitFactory(agency=other)
    row_of(other, "Row", lonely, areas=["redrawn"])
    notice_to(lonely, is_by_fallback=True)

    assert not any(found(force).values())


# Units


def test_a_unit_without_a_mailbox_is_found(force: Agency, msu: Unit) -> None:
    unit_of(force, "Night desk", mailbox="")

    assert found(force)[UNREACHED] == ["Night desk has no mailbox."]


NOBODY_IN_IT: dict[str, dict[str, object]] = {
    "deactivated": {"deactivated_at": NOW},
    "not accepted": {"accepted_at": None},
    "ended": {"valid_to": YESTERDAY},
    "never came": {"user__password": None},
    "inactive": {"user__is_active": False},
}


@pytest.mark.parametrize("why", NOBODY_IN_IT)
def test_a_unit_with_nobody_who_can_act_is_found(why: str, force: Agency, msu: Unit) -> None:
    empty = UnitFactory(agency=force, name="Night desk", mailbox="night@force.example")
    MembershipFactory(agency=force, roles=[Role.SPOC], **NOBODY_IN_IT[why]).units.set([empty])

    assert found(force)[UNREACHED] == ["Night desk has nobody in it. A supervisor is told instead."]


# Outcomes of messages from the newest to the oldest, and whether the mailbox is dead.
MAILBOXES = [
    ([], False),
    ([Sending.SENT], False),
    ([Sending.ADDRESS_REFUSED], True),
    ([Sending.FAILED], True),
    ([Sending.RECEIVED, Sending.ADDRESS_REFUSED], False),
    ([Sending.ADDRESS_REFUSED, Sending.SENT], True),
    ([Sending.WAITING, Sending.ADDRESS_REFUSED], True),
    ([Sending.CANCELLED, Sending.FAILED], True),
    ([Sending.WAITING, Sending.SENT, Sending.FAILED], False),
    ([Sending.NOT_ALLOWED, Sending.SENT], False),
]


@pytest.mark.parametrize(("outcomes", "is_dead"), MAILBOXES)
def test_a_mailbox_is_dead_when_the_last_message_whose_fate_is_known_did_not_get_there(
    outcomes: list[Sending], is_dead: bool, force: Agency, msu: Unit
) -> None:
    for hours_ago, outcome in enumerate(outcomes):
        message_to(msu, outcome, hours_ago)
    message_to(unit_of(force, "Other"), Sending.SENT)

    said = "Modern Slavery Unit: the last message to unit@force.example did not get there."
    assert found(force)[UNREACHED] == ([said] if is_dead else [])


def test_a_unit_that_has_ended_is_not_looked_after(force: Agency, msu: Unit) -> None:
    UnitFactory(agency=force, name="Gone", valid_to=YESTERDAY)

    assert found(force)[UNREACHED] == []


def test_an_agency_without_a_unit_hears_that_nobody_could_be_told(force: Agency) -> None:
    first, *others = findings(force, NOW)

    assert (first.heading, [point.sentence for point in first.points]) == (
        "There is no unit",
        ["Ask for a unit to be loaded."],
    )
    assert [finding.heading for finding in others] == [UNREACHED, HAVE_ENDED]


# What has ended


def test_rows_with_areas_or_units_that_have_ended_are_found(force: Agency, msu: Unit) -> None:
    Area.objects.create(force=force, code="north", name="North", valid_from=LAST_YEAR)
    Area.objects.create(force=force, code="old", name="Old division", valid_from=LAST_YEAR, valid_to=YESTERDAY)
    gone = unit_of(force, "Gone unit", valid_to=YESTERDAY)
    row_of(force, "Both", msu, gone, areas=["old", "north", "never"])
    row_of(force, "Neither", msu, areas=["north"])
    row_of(force, "Ended itself", gone, areas=["old"], valid_to=YESTERDAY)

    assert found(force)[HAVE_ENDED] == ["“Both”: Old division, never, Gone unit"]


def test_an_area_that_was_redrawn_under_the_same_code_has_not_ended(force: Agency, msu: Unit) -> None:
    for valid_from, valid_to, name in ((LAST_YEAR, YESTERDAY, "North"), (TODAY, None, "North and Ludlow")):
        Area.objects.create(force=force, code="north", name=name, valid_from=valid_from, valid_to=valid_to)
    row_of(force, "North", msu, areas=["north"])

    assert found(force)[HAVE_ENDED] == []


# The table


def test_rows_that_overlap_or_decide_nothing_are_named(force: Agency, msu: Unit) -> None:
    duty = unit_of(force, "Duty")
    row_of(force, "Children", msu, ages=["child"])
    row_of(force, "At risk", duty, risks=["at_risk"])
    row_of(force, "Everything", msu)
    row_of(force, "Never", duty, ages=["adult"])

    said = found(force)

    assert said[DECIDE_NOTHING] == ["“Never” decides nothing: its cases are decided by “At risk”, “Everything”."]
    assert said[OVERLAP] == ["“Children” decides before “At risk”."]
    assert said["Exceptions"] == ["“At risk” is an exception to “Everything”."]
    assert said["Gaps"] == []


def test_of_many_rows_only_the_first_few_are_named(force: Agency, msu: Unit) -> None:
    duty = unit_of(force, "Duty")
    row_of(force, "At risk", duty, risks=["at_risk"])
    for age in ("child", "adult", "unsure", "not_known"):
        row_of(force, f"Age {age}", msu, ages=[age])
    row_of(force, "Labour", msu, exploitation=["labour"])
    for position, kind in enumerate(("lodged", "lodged_urgent"), 10):
        row_of(force, f"Kind {position}", msu, kinds=[kind])

    said = found(force)

    assert said[OVERLAP] == ["“At risk” decides before “Age child”, “Age adult”, “Age unsure”, “Age not_known”."]
    assert said[DECIDE_NOTHING][0].endswith("by “At risk”, “Age child”, “Age adult”, “Age unsure” and 1 more.")


def test_a_row_that_fits_nothing_at_all_decides_nothing(force: Agency, msu: Unit) -> None:
    row_of(force, "Old area", msu, areas=["never"])

    assert found(force)[DECIDE_NOTHING] == ["“Old area” decides nothing."]


def test_gaps_name_the_places(force: Agency, msu: Unit) -> None:
    for code, name in (("north", "North"), ("south", "South")):
        Area.objects.create(force=force, code=code, name=name, valid_from=LAST_YEAR)
    row_of(force, "Urgent in the north", msu, kinds=["lodged_urgent"], areas=["north"])
    row_of(force, "Children", msu, kinds=["lodged"], ages=["child"])
    row_of(force, "Others", msu, kinds=[kind for kind in ROUTED if kind not in ("lodged", "lodged_urgent")])

    assert found(force)["Gaps"] == [
        "An urgent referral has arrived (South, place not known)",
        "Some of: A referral has arrived (everywhere)",
    ]


def test_hours_without_anybody_are_told_apart_by_whether_somebody_must_answer(force: Agency, msu: Unit) -> None:
    for weekday in range(6):
        msu.duty_hours.create(weekday=weekday, starts=time())
    row_of(force, "Urgent", msu, kinds=["lodged_urgent"])
    row_of(force, "Not urgent", msu, kinds=["lodged"])

    said = found(force)

    assert said[OFF_DUTY] == ["“Urgent”: Sunday 00:00 to Monday 00:00"]
    assert said[WAITS] == ["“Not urgent”: Sunday 00:00 to Monday 00:00"]


def test_a_row_about_one_agency_is_checked_with_its_kind(force: Agency, msu: Unit) -> None:
    AgencyFactory(code="refuge", kind=AgencyKind.CHARITY)
    duty = unit_of(force, "Duty")
    row_of(force, "Charities", msu, agency_kinds=["charity"])
    row_of(force, "The refuge", duty, agency_codes=["refuge"])
    row_of(force, "Everything", msu)

    assert found(force)[DECIDE_NOTHING] == ["“The refuge” decides nothing: its cases are decided by “Charities”."]


# What went by the fallback


def test_what_no_row_fitted_is_shown_with_the_newest_first_and_counted(force: Agency, msu: Unit) -> None:
    row_of(force, "Everything", msu)
    notice_to(msu, is_by_fallback=True, posted_at=NOW - timedelta(days=29))
    notice_to(msu, posted_at=NOW)
    for days in range(NEWEST + 2):
        notice_to(msu, is_by_fallback=True, posted_at=NOW - timedelta(days=days))

    shown = next(finding for finding in findings(force, NOW) if finding.heading == BY_FALLBACK)

    assert len(shown.points) == NEWEST
    assert shown.points[0].sentence == (
        "MS-26-ABCDEFG, Wed 25 Nov, 12:00: A referral has arrived, to Modern Slavery Unit"
    )
    assert not any(point.href for point in shown.points)
    assert shown.about.startswith(f"{NEWEST + 2} in four weeks.")


# Bounds


@pytest.mark.parametrize(("points", "shown", "more"), [(0, 0, 0), (30, 30, 0), (31, 30, 1)])
def test_a_long_list_says_how_much_more_there_is(points: int, shown: int, more: int) -> None:
    finding = Finding("Heading", "About", [Point(str(number)) for number in range(points)])

    assert MOST_SHOWN == 30
    assert (len(finding.first_points), finding.more) == (shown, more)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_takes_the_same_queries_for_one_row_and_for_three(
    rows: int, force: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        unit = unit_of(force, f"Unit {number}")
        unit.duty_hours.create(weekday=0, starts=time(9))
        message_to(unit, Sending.SENT)
        notice_to(unit, is_by_fallback=True)
        row_of(force, f"Row {number}", unit, areas=["old"], agency_codes=["refuge"])

    # units and hours, rows; people, messages; areas twice, units of rows; the table: rows, units and their hours;
    # areas, agencies; what went by the fallback: how many, and the newest.
    with django_assert_num_queries(15):
        findings(force, NOW)
