"""How long things may take by local standard, when late ones climb, and what a clock says."""

from datetime import UTC, datetime, timedelta

import pytest

from referrals.enums import DeadlineKind
from referrals.rules import clocks
from referrals.rules.clocks import Clock, Tell

HOURS = {
    DeadlineKind.SEND: 24,
    DeadlineKind.COMPLETE: 24,
    DeadlineKind.COUNCIL: 24,
    DeadlineKind.GUARDIAN: 24,
    DeadlineKind.ADOPT: 4,
}
START = datetime(2026, 11, 23, 2, 31, tzinfo=UTC)
DAY_LATER = START + timedelta(hours=24)


@pytest.mark.parametrize("kind", DeadlineKind)
def test_every_kind_has_a_local_standard_that_nobody_has_confirmed(kind: DeadlineKind) -> None:
    standard = clocks.standard_for(kind, START)

    assert clocks.due_at(kind, START) == START + timedelta(hours=HOURS[kind])
    assert standard.in_words == f"Local standard, {HOURS[kind]} hours"
    assert not standard.is_verified


def test_hours_really_pass_when_the_clocks_go_back() -> None:
    evening_before = datetime(2026, 10, 24, 21, 0, tzinfo=clocks.LONDON)

    due = clocks.due_at(DeadlineKind.SEND, evening_before)

    assert due.astimezone(clocks.LONDON).isoformat() == "2026-10-25T20:00:00+00:00"


def test_the_standard_is_that_of_the_local_day_it_starts() -> None:
    late_evening_in_utc = datetime(2015, 10, 31, 23, 59, tzinfo=UTC)

    with pytest.raises(ValueError, match="empty"):
        clocks.standard_for(DeadlineKind.SEND, late_evening_in_utc)
    assert clocks.standard_for(DeadlineKind.SEND, late_evening_in_utc + timedelta(minutes=1))


# Hours after the start of a day's deadline, and of one of four hours: how far it has climbed.
RUNGS = [
    (24, 0, 0), (24, 17.99, 0), (24, 18, 1), (24, 23.99, 1), (24, 24, 2), (24, 27.99, 2), (24, 28, 3), (24, 999, 3),
    (4, 2.99, 0), (4, 3, 1), (4, 4, 2), (4, 8, 3),
]  # fmt: skip


@pytest.mark.parametrize(("length", "passed", "rung"), RUNGS)
def test_a_deadline_climbs_as_it_grows_late(length: float, passed: float, rung: int) -> None:
    due = START + timedelta(hours=length)

    assert clocks.rung_reached(START, due, START + timedelta(hours=passed)) == rung


# From the rung told of last to the one reached: which rungs are told of now.
CLIMBS = {
    (0, 0): [], (0, 1): [1], (0, 2): [2], (0, 3): [2, 3],
    (1, 1): [], (1, 2): [2], (1, 3): [2, 3], (2, 2): [], (2, 3): [3], (3, 3): [],
}  # fmt: skip


@pytest.mark.parametrize(("step", "told"), CLIMBS.items(), ids=str)
def test_each_rung_is_told_once_and_near_is_not_said_of_what_has_passed(step: tuple[int, int], told: list[int]) -> None:
    assert [rung.number for rung in clocks.rungs_to_climb(*step)] == told


def test_whom_each_rung_tells() -> None:
    assert [(rung.tell, rung.is_past) for rung in clocks.RUNGS] == [
        ({Tell.OWNER}, False),
        ({Tell.OWNER, Tell.UNIT}, True),
        ({Tell.SUPERVISORS}, True),
    ]


def test_nothing_is_near_earlier_than_is_looked_for() -> None:
    assert timedelta(hours=6) == clocks.EARLIEST_NEAR
    assert clocks.rung_reached(START, DAY_LATER, DAY_LATER - clocks.EARLIEST_NEAR) == 1


# Minutes after the start of a day's deadline: what is said while it is not confirmed, and the colour when it is.
WORDS = [
    (0, "24 hours left", "due tomorrow, 02:31", "", ""),
    (1, "23 hours left", "due tomorrow, 02:31", "orange", "orange"),
    (22 * 60 + 40, "1 hour left", "due today, 02:31", "orange", "orange"),
    (23 * 60 + 20, "40 minutes left", "due today, 02:31", "orange", "orange"),
    (24 * 60, "Overdue by less than a minute", "was due today, 02:31", "orange", "red"),
    (24 * 60 + 1, "Overdue by 1 minute", "was due today, 02:31", "orange", "red"),
    (26 * 60, "Overdue by 2 hours", "was due today, 02:31", "orange", "red"),
    (48 * 60, "Overdue by 24 hours", "was due yesterday, 02:31", "orange", "red"),
    (73 * 60, "Overdue by 2 days", "was due Tue 24 Nov, 02:31", "orange", "red"),
]


@pytest.mark.parametrize(("minutes", "words", "due", "colour", "confirmed"), WORDS)
def test_a_clock_says_what_is_left_and_a_local_standard_is_never_red(
    minutes: int, words: str, due: str, colour: str, confirmed: str
) -> None:
    at = START + timedelta(minutes=minutes)
    told = {"starts_at": START, "due_at": DAY_LATER, "done_at": None, "at": at}

    assert clocks.clock_of(**told) == Clock(words, due, colour)
    assert clocks.clock_of(**told, is_verified=True).colour == confirmed


def test_a_clock_that_was_met_says_how_long_it_took() -> None:
    done = START + timedelta(hours=9, minutes=59)

    clock = clocks.clock_of(starts_at=START, due_at=DAY_LATER, done_at=done, at=done)

    assert clock == Clock("Done in 9 hours", "limit 24 hours")


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert clocks.on_day(datetime(2027, 1, 1, 9, 5, tzinfo=UTC), START) == "Fri 1 Jan 2027, 09:05"
    assert clocks.on_day(datetime(2026, 7, 1, 9, 5, tzinfo=UTC), START) == "Wed 1 Jul, 10:05"
