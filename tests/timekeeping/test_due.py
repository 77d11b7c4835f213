"""From an event to the day it is due, counted by hand: every clock at least twice, and every kind of day in between."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.enums import Nation
from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules import clocks
from referrals.rules.clocks import LONDON, due, local_day
from referrals.rules.clocks.due import after_pause, from_letter, work_out
from referrals.rules.clocks.rule import Beside, Length, Own, Rule
from referrals.rules.clocks.table import RULES, rule_on

K = DeadlineKind

# The kind, when it starts and when it is due, as a clock on the wall in England shows it. 23:59: the end of a day.
DUE = [
    # 24 hours that really pass
    (K.SEND, "2026-11-23 02:31", "2026-11-24 02:31"),
    (K.SEND, "2026-12-25 18:00", "2026-12-26 18:00"),
    (K.SEND, "2028-02-28 12:00", "2028-02-29 12:00"),
    (K.COMPLETE, "2026-11-23 02:31", "2026-11-24 02:31"),
    (K.COMPLETE, "2026-12-31 23:30", "2027-01-01 23:30"),
    (K.COUNCIL, "2026-11-21 09:00", "2026-11-22 09:00"),
    (K.COUNCIL, "2026-03-28 20:00", "2026-03-29 21:00"),
    (K.GUARDIAN, "2026-11-21 09:00", "2026-11-22 09:00"),
    (K.GUARDIAN, "2026-10-24 20:00", "2026-10-25 19:00"),
    (K.ADOPT, "2026-11-23 02:31", "2026-11-23 06:31"),
    (K.ADOPT, "2026-06-05 23:30", "2026-06-06 03:30"),
    (K.ADOPT, "2026-10-25 00:30", "2026-10-25 03:30"),
    (K.CRIME_RECORD, "2026-11-23 02:31", "2026-11-24 02:31"),
    (K.CRIME_RECORD, "2026-10-24 21:00", "2026-10-25 20:00"),
    (K.CRIME_RECORD, "2026-03-28 20:00", "2026-03-29 21:00"),
    (K.CRIME_RECORD, "2026-12-24 18:00", "2026-12-25 18:00"),
    # 5 working days, and the day of receipt does not count
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-24 23:59"),
    (K.FIRST_DECISION, "2026-11-20 17:00", "2026-11-27 23:59"),
    (K.FIRST_DECISION, "2026-11-21 09:00", "2026-11-27 23:59"),
    (K.FIRST_DECISION, "2026-11-22 23:59", "2026-11-27 23:59"),
    (K.FIRST_DECISION, "2026-04-02 12:00", "2026-04-13 23:59"),  # Easter
    (K.FIRST_DECISION, "2026-05-01 12:00", "2026-05-11 23:59"),  # a Monday in May
    (K.FIRST_DECISION, "2026-12-23 12:00", "2027-01-04 23:59"),  # Christmas and New Year
    (K.FIRST_DECISION, "2026-12-24 12:00", "2027-01-05 23:59"),
    (K.FIRST_DECISION, "2026-12-25 12:00", "2027-01-05 23:59"),
    (K.FIRST_DECISION, "2026-12-26 12:00", "2027-01-05 23:59"),
    (K.FIRST_DECISION, "2026-12-27 12:00", "2027-01-05 23:59"),
    (K.FIRST_DECISION, "2026-12-28 12:00", "2027-01-05 23:59"),
    (K.FIRST_DECISION, "2026-12-29 12:00", "2027-01-06 23:59"),
    (K.FIRST_DECISION, "2028-02-28 12:00", "2028-03-06 23:59"),  # a leap day is a Tuesday
    (K.FIRST_DECISION, "2026-06-07 23:30", "2026-06-12 23:59"),  # still Sunday
    (K.FIRST_DECISION, "2026-06-08 00:30", "2026-06-15 23:59"),  # Monday, and still Sunday in UTC
    (K.FIRST_DECISION, "2026-10-22 12:00", "2026-10-29 23:59"),  # the clocks go back
    (K.FIRST_DECISION, "2026-03-26 12:00", "2026-04-02 23:59"),  # the clocks go forward
    (K.FIRST_DECISION, "2022-09-15 12:00", "2022-09-23 23:59"),  # a bank holiday proclaimed at short notice
    # 45 days of a panel
    (K.PANEL_DECISION, "2026-11-01 12:00", "2026-12-16 23:59"),
    (K.PANEL_DECISION, "2028-01-20 12:00", "2028-03-05 23:59"),
    # 30 days that begin with the day of the decision: it ends on the 29th day after it
    (K.RECOVERY, "2026-11-23 00:00", "2026-12-22 23:59"),
    (K.RECOVERY, "2026-06-15 23:30", "2026-07-14 23:59"),
    (K.RECOVERY, "2026-06-16 00:30", "2026-07-15 23:59"),
    (K.RECOVERY, "2028-01-31 12:00", "2028-02-29 23:59"),
    (K.RECOVERY, "2026-10-10 12:00", "2026-11-08 23:59"),
    (K.RECOVERY, "2026-03-15 12:00", "2026-04-13 23:59"),
    # It was 45 days before December 2022
    (K.RECOVERY, "2022-11-29 12:00", "2023-01-12 23:59"),
    (K.RECOVERY, "2022-11-30 23:30", "2023-01-13 23:59"),
    (K.RECOVERY, "2022-12-01 00:00", "2022-12-30 23:59"),
    # Not before 30 days have passed, so from the first moment of a day on
    (K.FINAL_NOT_BEFORE, "2026-11-23 00:00", "2026-12-23 00:00"),
    (K.FINAL_NOT_BEFORE, "2028-01-31 12:00", "2028-03-01 00:00"),
    (K.FINAL_NOT_BEFORE, "2026-06-15 23:30", "2026-07-15 00:00"),
    (K.FINAL_NOT_BEFORE, "2022-11-30 12:00", "2023-01-14 00:00"),
    (K.FINAL_NOT_BEFORE, "2022-12-01 12:00", "2022-12-31 00:00"),
    # 30 days after a no
    (K.ASK_AGAIN, "2026-11-23 00:00", "2026-12-23 23:59"),
    (K.ASK_AGAIN, "2026-10-01 12:00", "2026-10-31 23:59"),
    (K.ASK_AGAIN, "2026-03-15 12:00", "2026-04-14 23:59"),
    (K.ASK_AGAIN, "2026-12-02 12:00", "2027-01-01 23:59"),
    (K.LEAVE_ASK_AGAIN, "2026-11-23 12:00", "2026-12-23 23:59"),
    (K.LEAVE_ASK_AGAIN, "2028-01-30 12:00", "2028-02-29 23:59"),
    # Where the letter names no day
    (K.QUESTION, "2026-12-21 12:00", "2026-12-28 23:59"),
    (K.QUESTION, "2026-06-15 23:30", "2026-06-22 23:59"),
    (K.REPRESENTATIONS, "2026-11-23 12:00", "2026-12-07 23:59"),
    (K.REPRESENTATIONS, "2026-12-24 12:00", "2027-01-12 23:59"),
    # A birthday begins with its day
    (K.TURNS_18, "2008-12-23 00:00", "2026-12-23 00:00"),
    (K.TURNS_18, "2008-02-29 00:00", "2026-03-01 00:00"),
    (K.TURNS_18, "2010-07-04 00:00", "2028-07-04 00:00"),
    # Support
    (K.SUPPORT_ENDS, "2026-11-23 12:00", "2026-12-04 23:59"),
    (K.SUPPORT_ENDS, "2026-12-18 12:00", "2027-01-05 23:59"),
    (K.MOVE_ON, "2026-11-23 12:00", "2027-01-07 23:59"),
    (K.MOVE_ON, "2028-02-01 12:00", "2028-03-17 23:59"),
    (K.PLACE_OF_SAFETY, "2026-11-20 12:00", "2026-11-25 23:59"),
    (K.PLACE_OF_SAFETY, "2026-12-24 12:00", "2026-12-31 23:59"),
    # 3 days that begin with the day of service
    (K.ORDER_NOTIFY, "2026-11-23 12:00", "2026-11-25 23:59"),
    (K.ORDER_NOTIFY, "2026-12-31 23:30", "2027-01-02 23:59"),
    (K.RISK_ORDER_NOTIFY, "2028-02-28 12:00", "2028-03-01 23:59"),
    (K.RISK_ORDER_NOTIFY, "2026-10-24 12:00", "2026-10-26 23:59"),
    # Beside our cases
    (Beside.HOME_OFFICE_DRAFT, "2026-11-23 12:00", "2026-12-21 23:59"),
    (Beside.HOME_OFFICE_DRAFT, "2028-02-01 12:00", "2028-02-29 23:59"),
    (Beside.DATA_BREACH, "2026-12-24 16:00", "2026-12-27 16:00"),
    (Beside.DATA_BREACH, "2026-10-23 12:00", "2026-10-26 11:00"),
    (Beside.DATA_COMPLAINT, "2026-07-01 12:00", "2026-07-31 23:59"),
    (Beside.DATA_COMPLAINT, "2026-12-05 12:00", "2027-01-04 23:59"),
]
NO_LENGTH = {K.NOTIFY, K.SUPERVISOR_REVIEW}


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def rule(kind: DeadlineKind | Beside, at: str = "2026-11-23 12:00", nation: Nation = Nation.ENGLAND) -> Rule:
    found = rule_on(kind, local_day(wall(at)), nation)
    assert found
    return found


def due_on_the_wall(kind: DeadlineKind | Beside, starts: str, nation: Nation = Nation.ENGLAND) -> str:
    return f"{work_out(rule(kind, starts, nation), wall(starts), nation).due_at.astimezone(LONDON):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("kind", "starts", "expected"), DUE)
def test_when_it_is_due(kind: DeadlineKind | Beside, starts: str, expected: str) -> None:
    assert due_on_the_wall(kind, starts) == expected


def test_every_clock_that_has_a_length_stands_at_least_twice_in_the_table() -> None:
    counted = [kind for kind, *_ in DUE]

    assert {kind for kind in [*K, *Beside] if counted.count(kind) < 2} == NO_LENGTH


# Received on the Thursday before Easter 2026: Easter Monday is worked on in Scotland.
BY_NATION = {Nation.ENGLAND: "13", Nation.WALES: "13", Nation.NORTHERN_IRELAND: "13", Nation.SCOTLAND: "10"}


@pytest.mark.parametrize("nation", BY_NATION)
def test_working_days_are_those_of_the_nation(nation: Nation) -> None:
    assert due_on_the_wall(K.FIRST_DECISION, "2026-04-02 12:00", nation) == f"2026-04-{BY_NATION[nation]} 23:59"


def test_a_day_ends_with_its_last_moment_in_local_time() -> None:
    summer = work_out(rule(K.ASK_AGAIN), wall("2026-06-01 12:00")).due_at

    assert summer.isoformat() == "2026-07-01T22:59:59.999999+00:00"


def test_the_time_of_day_of_an_event_changes_no_day() -> None:
    for hour in range(24):
        assert due_on_the_wall(K.ASK_AGAIN, f"2026-11-23 {hour:02}:30") == "2026-12-23 23:59"


@pytest.mark.parametrize("kind", NO_LENGTH)
def test_a_clock_without_a_length_is_due_only_once_the_force_sets_one(kind: DeadlineKind) -> None:
    start = wall("2026-11-20 15:00")
    with pytest.raises(ValueError, match="no length"):
        clocks.due_at(kind, start)

    hours = Own(kind, Length(48, ClockUnit.HOURS), date(2026, 1, 1))
    working = Own(kind, Length(3, ClockUnit.WORKING_DAYS), date(2026, 11, 20))
    later = Own(kind, Length(7, ClockUnit.DAYS), date(2026, 11, 21))

    assert clocks.due_at(kind, start, own=(hours,)) == wall("2026-11-22 15:00")
    assert clocks.due_at(kind, start, own=(hours, working, later)) == clocks.end_of(date(2026, 11, 25))


def test_before_any_rule_held_nothing_is_due() -> None:
    with pytest.raises(ValueError, match="No rule holds"):
        clocks.due_at(K.SEND, wall("2015-10-31 23:59"))
    assert clocks.due_at(K.SEND, wall("2015-11-01 00:00"))


# A letter


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (clocks.start_of(date(2026, 12, 3)), clocks.end_of(date(2026, 12, 3))),
        (clocks.start_of(date(2026, 7, 3)), clocks.end_of(date(2026, 7, 3))),
        (clocks.end_of(date(2026, 12, 3)), clocks.end_of(date(2026, 12, 3))),
        (wall("2026-12-03 17:00"), wall("2026-12-03 17:00")),
    ],
)
def test_a_letter_that_names_a_day_means_its_end(typed: datetime, expected: datetime) -> None:
    assert from_letter(rule(K.QUESTION), typed) == expected


# A pause. The kind, when it was due, when it was paused and went on, and when it is due then.
PAUSED = [
    (K.SEND, "2026-11-24 02:31", "2026-11-23 12:00", "2026-11-23 15:30", "2026-11-24 06:01"),
    (K.FIRST_DECISION, "2026-11-24 23:59", "2026-11-20 12:00", "2026-11-23 12:00", "2026-11-25 23:59"),
    (K.FIRST_DECISION, "2026-11-24 23:59", "2026-11-20 12:00", "2026-11-22 12:00", "2026-11-24 23:59"),
    (K.FIRST_DECISION, "2026-12-23 23:59", "2026-12-22 12:00", "2026-12-29 12:00", "2026-12-30 23:59"),
    (K.PANEL_DECISION, "2026-12-16 23:59", "2026-11-20 12:00", "2026-11-23 12:00", "2026-12-19 23:59"),
    (K.PANEL_DECISION, "2026-12-16 23:59", "2026-11-20 12:00", "2026-11-20 17:00", "2026-12-16 23:59"),
]


@pytest.mark.parametrize(("kind", "was_due", "paused", "resumed", "expected"), PAUSED)
def test_a_clock_that_stood_still_is_due_as_much_later(
    kind: DeadlineKind, was_due: str, paused: str, resumed: str, expected: str
) -> None:
    found = after_pause(rule(kind), wall(was_due), wall(paused), wall(resumed))

    assert f"{found.astimezone(LONDON):%Y-%m-%d %H:%M}" == expected


# How it was worked out
EXPLAINED = {
    (K.SEND, "2026-10-24 21:00"): (
        "From Sat 24 Oct 2026, 21:00. When it was passed to the unit, or came back.",
        "24 hours, in hours that really pass, on every day of the week.",
        "The clocks change in between, so the time of day is not the same.",
        "Until Sun 25 Oct 2026, 20:00.",
    ),
    (K.FIRST_DECISION, "2026-12-24 12:00"): (
        "From Thu 24 Dec 2026. The day on which the competent authority received it.",
        "5 working days. The first day does not count.",
        ("Left out: Fri 25 Dec 2026 (Christmas Day), Sat 26 Dec 2026 (Boxing Day), Sun 27 Dec 2026 (weekend), "
        "Mon 28 Dec 2026 (Boxing Day (observed)), Fri 1 Jan 2027 (New Year's Day), Sat 2 Jan 2027 (weekend), "
        "Sun 3 Jan 2027 (weekend)."),
        "So until the end of Tue 5 Jan 2027.",
    ),
    (K.RECOVERY, "2026-11-23 12:00"): (
        "From Mon 23 Nov 2026. The day of the first decision that says yes.",
        "30 days. The first day counts.",
        "So the last day, at the earliest, is Tue 22 Dec 2026.",
    ),
    (K.FINAL_NOT_BEFORE, "2026-11-23 12:00"): (
        "From Mon 23 Nov 2026. The day of the first decision that says yes.",
        "30 days. The first day does not count.",
        "So not before Wed 23 Dec 2026.",
    ),
    (K.TURNS_18, "2008-12-23 00:00"): (
        "From Tue 23 Dec 2008. The date of birth.",
        "So on Wed 23 Dec 2026.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", EXPLAINED, ids=str)
def test_how_it_was_worked_out_can_be_read(case: tuple[DeadlineKind, str]) -> None:
    kind, starts = case

    assert work_out(rule(kind, starts), wall(starts)).lines == EXPLAINED[case]


def test_too_many_days_that_are_left_out_are_not_listed() -> None:
    own = Own(K.NOTIFY, Length(120, ClockUnit.WORKING_DAYS), date(2026, 1, 1))
    long = rule_on(K.NOTIFY, date(2026, 11, 23), own=[own])
    assert long

    assert [line for line in work_out(long, wall("2026-11-23 12:00")).lines if "Left out" in line] == []


def test_the_first_day_may_count_as_a_working_day() -> None:
    counted = RULES[0].__class__(**{**vars(rule(K.FIRST_DECISION)), "first_day_counts": True})

    on_monday = work_out(counted, wall("2026-11-23 12:00"))
    on_saturday = work_out(counted, wall("2026-11-21 12:00"))

    assert local_day(on_monday.due_at) == local_day(on_saturday.due_at) == date(2026, 11, 27)
    assert "Sat 21 Nov 2026 (weekend)" in on_saturday.lines[2]


FIRST = datetime(2023, 1, 1, tzinfo=UTC)
moments = st.integers(0, 40 * 365 * 24 * 4).map(lambda quarters: FIRST + timedelta(minutes=15 * quarters))
with_length = st.sampled_from([each for each in RULES if each.length and not each.valid_to])


@given(with_length, moments)
def test_nothing_is_due_before_it_starts_and_a_later_event_is_never_due_sooner(found: Rule, start: datetime) -> None:
    first, second = (due.due_by(found, each) for each in (start, start + timedelta(hours=3)))

    assert start <= first <= second


@given(st.sampled_from([each for each in RULES if each.kind in K and each.length]), moments, st.integers(0, 90))
def test_a_pause_never_makes_it_sooner(found: Rule, was_due: datetime, number: int) -> None:
    settled = due.on_the_day(found, local_day(was_due)) if not found.is_in_hours else was_due
    paused = was_due - timedelta(days=100)

    assert after_pause(found, settled, paused, paused + timedelta(days=number)) >= settled
