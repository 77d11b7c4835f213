"""What a clock says, in which colour, and the date beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.enums import DeadlineKind
from referrals.rules.clocks import LONDON, Clock, clock_of, local_day, next_clock, on_day
from referrals.rules.clocks.due import due_by
from referrals.rules.clocks.rule import Rule
from referrals.rules.clocks.table import RULES, rule_on
from referrals.rules.clocks.words import day_said

K = DeadlineKind
START = datetime(2026, 11, 23, 2, 31, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def said(kind: DeadlineKind, starts: str, at: str, **more: object) -> Clock:
    rule = rule_on(kind, local_day(wall(starts)))
    assert rule
    facts = {"starts_at": wall(starts), "due_at": due_by(rule, wall(starts)), "done_at": None, **more}
    return clock_of(**facts, at=wall(at), rule=rule)


# Minutes after the start of a day's deadline: what is said while it is not confirmed, and the colour when it is.
IN_HOURS = [
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


@pytest.mark.parametrize(("minutes", "words", "due", "colour", "confirmed"), IN_HOURS)
def test_a_clock_in_hours_says_what_is_left_and_a_standard_that_is_not_confirmed_is_never_red(
    minutes: int, words: str, due: str, colour: str, confirmed: str
) -> None:
    at = START + timedelta(minutes=minutes)
    told = {"starts_at": START, "due_at": START + timedelta(hours=24), "done_at": None, "at": at}
    ours, national = rule_on(K.SEND, at.date()), rule_on(K.CRIME_RECORD, at.date())

    assert clock_of(**told) == clock_of(**told, rule=ours) == Clock(words, due, colour)
    assert clock_of(**told, is_verified=True).colour == clock_of(**told, rule=national).colour == confirmed


# Each kind of clock at one moment after another.
BY_DAY = [
    # 5 working days from Tuesday 17 November, so until Tuesday 24
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-17 11:00", "5 working days left", "due Tue 24 Nov", ""),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-18 11:00", "4 working days left", "due Tue 24 Nov", ""),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-19 11:00", "3 working days left", "due Tue 24 Nov", "yellow"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-20 23:30", "2 working days left", "due Tue 24 Nov", "yellow"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-22 11:00", "2 working days left", "due Tue 24 Nov", "yellow"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-23 00:00", "1 working day left", "due tomorrow", "orange"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-24 00:00", "Last day", "due today", "orange"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-24 23:59", "Last day", "due today", "orange"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-25 00:00", "Overdue by 1 day", "was due yesterday", "red"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-27 09:00", "Overdue by 3 days", "was due Tue 24 Nov", "red"),
    (K.FIRST_DECISION, "2026-12-24 12:00", "2026-12-25 12:00", "5 working days left", "due Tue 5 Jan 2027", ""),
    # Days: the evening of a summer day is still that day
    (K.ASK_AGAIN, "2026-06-15 12:00", "2026-07-03 23:30", "12 days left", "due Wed 15 Jul", ""),
    (K.ASK_AGAIN, "2026-06-15 12:00", "2026-07-12 09:00", "3 days left", "due Wed 15 Jul", "yellow"),
    (K.ASK_AGAIN, "2026-06-15 12:00", "2026-07-14 23:30", "1 day left", "due tomorrow", "orange"),
    (K.ASK_AGAIN, "2026-06-15 12:00", "2026-07-15 23:30", "Last day", "due today", "orange"),
    (K.ASK_AGAIN, "2026-06-15 12:00", "2026-07-16 00:30", "Overdue by 1 day", "was due yesterday", "red"),
    # Not confirmed
    (K.REPRESENTATIONS, "2026-11-23 12:00", "2026-12-09 00:00", "Overdue by 2 days", "was due Mon 7 Dec", "orange"),
    # Not before
    (K.FINAL_NOT_BEFORE, "2026-11-23 12:00", "2026-11-25 12:00", "Not before Wed 23 Dec", "", ""),
    (K.FINAL_NOT_BEFORE, "2026-12-20 12:00", "2026-12-25 12:00", "Not before Tue 19 Jan 2027", "", ""),
    (K.FINAL_NOT_BEFORE, "2026-11-23 12:00", "2026-12-22 23:59", "Not before Wed 23 Dec", "", ""),
    (K.FINAL_NOT_BEFORE, "2026-11-23 12:00", "2026-12-23 00:00", "Possible since Wed 23 Dec", "", ""),
    # At least until
    (K.RECOVERY, "2026-11-23 12:00", "2026-11-25 12:00", "At least until Tue 22 Dec", "27 days left", ""),
    (K.RECOVERY, "2026-11-23 12:00", "2026-12-22 12:00", "At least until Tue 22 Dec", "last day", ""),
    (K.RECOVERY, "2026-11-23 12:00", "2026-12-23 12:00", "At least until Tue 22 Dec", "has passed", ""),
    # What happens
    (K.TURNS_18, "2008-12-23 00:00", "2026-11-25 12:00", "28 days left", "on Wed 23 Dec", ""),
    (K.TURNS_18, "2008-12-23 00:00", "2026-12-20 12:00", "3 days left", "on Wed 23 Dec", "yellow"),
    (K.TURNS_18, "2008-12-23 00:00", "2026-12-22 23:30", "1 day left", "on Wed 23 Dec", "orange"),
    (K.TURNS_18, "2008-12-23 00:00", "2026-12-23 00:00", "Today", "", ""),
    (K.TURNS_18, "2008-12-23 00:00", "2026-12-25 12:00", "Since Wed 23 Dec", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "starts", "at", "words", "due", "colour"), BY_DAY)
def test_a_clock_in_days_says_what_is_left_of_them(
    kind: DeadlineKind, starts: str, at: str, words: str, due: str, colour: str
) -> None:
    assert said(kind, starts, at) == Clock(words, due, colour)


DONE = [
    (K.SEND, "2026-11-23 02:31", "2026-11-23 12:30", "Done in 9 hours", "limit 24 hours"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-20 09:00", "Done in 3 days", "limit 5 working days"),
    (K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-17 11:00", "Done the same day", "limit 5 working days"),
    (K.ASK_AGAIN, "2026-11-23 00:00", "2026-11-24 09:00", "Done in 1 day", "limit 30 days"),
    (K.QUESTION, "2026-11-23 00:00", "2026-11-24 09:00", "Done in 1 day", "limit Mon 30 Nov"),
    (K.RECOVERY, "2026-11-23 00:00", "2026-12-24 09:00", "Ended Thu 24 Dec", ""),
]


@pytest.mark.parametrize(("kind", "starts", "done", "words", "due"), DONE)
def test_a_clock_that_was_met_says_how_long_it_took(
    kind: DeadlineKind, starts: str, done: str, words: str, due: str
) -> None:
    assert said(kind, starts, "2026-12-25 12:00", done_at=wall(done)) == Clock(words, due)


def test_a_clock_without_a_rule_that_was_met_is_counted_in_hours() -> None:
    done = START + timedelta(hours=9, minutes=59)

    clock = clock_of(starts_at=START, due_at=START + timedelta(hours=24), done_at=done, at=done)

    assert clock == Clock("Done in 9 hours", "limit 24 hours")


def test_a_clock_that_stands_still_says_since_when_and_why() -> None:
    clock = said(K.SEND, "2026-11-16 10:00", "2026-11-23 12:00", paused_at=wall("2026-11-16 12:00"), why="In hospital")

    assert clock == Clock("Paused since Mon 16 Nov", "In hospital", "grey")


def test_a_list_that_knows_only_the_kind_and_the_day_says_the_same() -> None:
    at = wall("2026-11-23 12:00")

    assert next_clock(K.FIRST_DECISION, wall("2026-11-24 23:59"), at) == said(
        K.FIRST_DECISION, "2026-11-17 10:42", "2026-11-23 12:00"
    )


def test_working_days_far_away_are_counted_as_days() -> None:
    rule = rule_on(K.FIRST_DECISION, date(2026, 11, 23))
    due = wall("2028-11-23 23:59")

    assert clock_of(starts_at=START, due_at=due, done_at=None, at=START, rule=rule).words == "731 days left"


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert on_day(datetime(2027, 1, 1, 9, 5, tzinfo=UTC), START) == "Fri 1 Jan 2027, 09:05"
    assert on_day(datetime(2026, 7, 1, 9, 5, tzinfo=UTC), START) == "Wed 1 Jul, 10:05"
    assert day_said(date(2026, 11, 24), START) == "tomorrow"


FIRST = datetime(2016, 1, 1, tzinfo=UTC)
moments = st.integers(0, 40 * 365 * 24 * 4).map(lambda quarters: FIRST + timedelta(minutes=15 * quarters))


@given(st.sampled_from([rule for rule in RULES if rule.length]), moments, moments)
def test_nothing_that_is_not_confirmed_is_ever_red_and_words_are_never_missing(
    rule: Rule, start: datetime, at: datetime
) -> None:
    clock = clock_of(starts_at=start, due_at=due_by(rule, start), done_at=None, at=at, rule=rule)

    assert clock.words
    assert clock.colour in {"", "yellow", "orange", "red"}
    assert clock.colour != "red" or rule.is_verified
