"""The whole rule of when a session ends, by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from agencies.doors import sessions
from agencies.doors.sessions import State

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("open_for", "idle_for", "expected"),
    [
        (minutes(0), minutes(0), State.ALIVE),
        (minutes(30), minutes(29), State.ALIVE),
        (minutes(60), minutes(30) - SECOND, State.ALIVE),
        (minutes(60), minutes(30), State.IDLE_TOO_LONG),
        (minutes(60), minutes(31), State.IDLE_TOO_LONG),
        (minutes(719), minutes(0), State.ALIVE),
        (minutes(720) - SECOND, minutes(0), State.ALIVE),
        (minutes(720), minutes(0), State.OPEN_TOO_LONG),
        (minutes(720), minutes(31), State.OPEN_TOO_LONG),
        (minutes(10_000), minutes(0), State.OPEN_TOO_LONG),
        # A clock that was set back is no reason to sign anybody out.
        (minutes(-5), minutes(-5), State.ALIVE),
    ],
)
def test_a_session_ends_after_thirty_idle_minutes_or_twelve_hours(
    open_for: timedelta, idle_for: timedelta, expected: State
) -> None:
    assert sessions.state(NOON - open_for, NOON - idle_for, NOON) is expected


@pytest.mark.parametrize(("idle_for", "expected"), [(0, False), (59, False), (60, True), (1700, True)])
def test_a_sign_of_life_is_noted_once_a_minute(idle_for: int, expected: bool) -> None:
    assert sessions.is_worth_noting(NOON - timedelta(seconds=idle_for), NOON) is expected


@pytest.mark.parametrize(
    ("open_for", "seconds"), [(minutes(0), 1800), (minutes(690), 1800), (minutes(700), 1200), (minutes(720), 0)]
)
def test_a_page_knows_how_many_seconds_it_has(open_for: timedelta, seconds: int) -> None:
    assert sessions.seconds_left(NOON - open_for, NOON) == seconds


def test_the_row_of_a_session_outlives_it_by_the_day_in_which_it_is_remembered() -> None:
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) == sessions.IDLE_FOR + sessions.REMEMBERED_FOR
    assert minutes(25) == sessions.WARNED_AFTER
