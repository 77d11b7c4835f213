from datetime import UTC, datetime, timedelta

import pytest

from notifications.watch.rules import AtTimes, Every, is_overdue, is_to_be_told

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("interval", "since_last_run", "overdue"),
    [
        # Three missed runs, and never less than two minutes.
        (5 * SECOND, 20 * SECOND, False),
        (5 * SECOND, 2 * MINUTE, False),
        (5 * SECOND, 2 * MINUTE + SECOND, True),
        (30 * SECOND, 2 * MINUTE, False),
        (30 * SECOND, 2 * MINUTE + SECOND, True),
        (10 * MINUTE, 29 * MINUTE, False),
        (10 * MINUTE, 30 * MINUTE, False),
        (10 * MINUTE, 30 * MINUTE + SECOND, True),
    ],
)
@pytest.mark.parametrize("ran", [True, False])
def test_what_runs_again_and_again_is_overdue_after_three_missed_runs(
    interval: timedelta, since_last_run: timedelta, overdue: bool, ran: bool
) -> None:
    """One that never ran is measured from when it was expected."""
    last_good_at, noted_at = (NOON, NOON - 9 * HOUR) if ran else (None, NOON)

    assert is_overdue(Every(interval), last_good_at, noted_at, NOON + since_last_run) is overdue


@pytest.mark.parametrize(
    ("late", "overdue"), [(-HOUR, False), (timedelta(), False), (HOUR, False), (HOUR + SECOND, True)]
)
def test_what_runs_at_a_time_of_day_has_an_hour_of_grace(late: timedelta, overdue: bool) -> None:
    assert is_overdue(AtTimes(NOON), NOON - 24 * HOUR, NOON - 24 * HOUR, NOON + late) is overdue


@pytest.mark.parametrize(
    ("told", "again"), [(None, True), (6 * HOUR, False), (6 * HOUR + SECOND, True), (MINUTE, False)]
)
def test_administrators_are_told_again_after_six_hours(told: timedelta | None, again: bool) -> None:
    assert is_to_be_told(NOON - told if told is not None else None, NOON) is again
