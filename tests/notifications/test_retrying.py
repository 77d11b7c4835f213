from datetime import UTC, datetime, timedelta

import pytest

from notifications.rules.retrying import gap_after, is_given_up

POSTED = datetime(2026, 11, 21, 23, 40, tzinfo=UTC)
MINUTES = {1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 6: 32, 7: 64, 8: 128, 9: 240, 10: 240, 60: 240, 32_000: 240}


@pytest.mark.parametrize(("attempts", "minutes"), MINUTES.items())
def test_the_gap_doubles_up_to_four_hours(attempts: int, minutes: int) -> None:
    assert gap_after(attempts) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("after", "is_over"),
    [
        (timedelta(0), False),
        (timedelta(hours=23, minutes=59), False),
        (timedelta(hours=24), False),
        (timedelta(hours=24, seconds=1), True),
    ],
)
def test_nothing_is_given_up_within_a_day(after: timedelta, is_over: bool) -> None:
    assert is_given_up(POSTED, POSTED + after) is is_over


def test_somebody_who_is_away_for_a_day_is_tried_thirteen_times() -> None:
    at, attempts = POSTED, 0
    while not is_given_up(POSTED, at):
        attempts += 1
        at += gap_after(attempts)

    assert attempts == 13
    assert timedelta(hours=24) < at - POSTED < timedelta(hours=30)
