"""When a scheduled task is overdue: a missed run may be chance, three missed runs are not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MISSED_RUNS = 3
LEAST_LATE = timedelta(minutes=2)
GRACE_OF_A_TIME_OF_DAY = timedelta(hours=1)
TOLD_AGAIN_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Every:
    """Again and again, with this time between."""

    interval: timedelta


@dataclass(frozen=True)
class AtTimes:
    """At times of the day. `due_at`: the first of them after the last good run."""

    due_at: datetime


def is_overdue(schedule: Every | AtTimes, last_good_at: datetime | None, noted_at: datetime, at: datetime) -> bool:
    """`noted_at`: since when it is expected, which counts for a task that never ran."""
    if isinstance(schedule, AtTimes):
        return at > schedule.due_at + GRACE_OF_A_TIME_OF_DAY
    return at - (last_good_at or noted_at) > max(schedule.interval * MISSED_RUNS, LEAST_LATE)


def is_to_be_told(told_at: datetime | None, at: datetime) -> bool:
    return told_at is None or at - told_at > TOLD_AGAIN_AFTER
