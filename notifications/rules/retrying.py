"""When something that did not get through is tried again, and when it is given up.

The gap doubles from a minute to four hours. Nothing is given up within a day.
"""

from datetime import datetime, timedelta

FIRST_GAP = timedelta(minutes=1)
LONGEST_GAP = timedelta(hours=4)
LEAST_PATIENCE = timedelta(hours=24)
# The task that is posted with the notice has this long before the sweeper looks for it.
HEAD_START = timedelta(seconds=10)


def gap_after(attempts: int) -> timedelta:
    """Before the next attempt. `attempts`: how many there were, at least one."""
    return min(FIRST_GAP * 2 ** min(attempts - 1, 10), LONGEST_GAP)


def is_given_up(posted_at: datetime, at: datetime) -> bool:
    return at - posted_at > LEAST_PATIENCE
