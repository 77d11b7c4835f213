"""How long somebody stays signed in: half an hour without doing anything, and twelve hours at the very most."""

from datetime import datetime, timedelta
from enum import Enum

IDLE_FOR = timedelta(minutes=30)
WARNED_AFTER = timedelta(minutes=25)
LONGEST = timedelta(hours=12)
# Writing down every click would cost a write per click. A minute more or less does no harm.
NOTED_EVERY = timedelta(minutes=1)
# How long after its end a session still tells whose form arrives too late.
REMEMBERED_FOR = timedelta(hours=24)


class State(Enum):
    ALIVE = "alive"
    IDLE_TOO_LONG = "idle too long"
    OPEN_TOO_LONG = "open too long"


def state(started: datetime, seen: datetime, now: datetime) -> State:
    if now - started >= LONGEST:
        return State.OPEN_TOO_LONG
    if now - seen >= IDLE_FOR:
        return State.IDLE_TOO_LONG
    return State.ALIVE


def is_worth_noting(seen: datetime, now: datetime) -> bool:
    return now - seen >= NOTED_EVERY


def seconds_left(started: datetime, now: datetime) -> int:
    """Until the session ends, if nothing more is done from now on."""
    return int(min(IDLE_FOR, LONGEST - (now - started)).total_seconds())
