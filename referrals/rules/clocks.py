"""By when something is to be done by local standard, when a late one climbs, and how a clock is put into words.

The standards are our proposal until the force confirms them. So they inform and climb, are never shown as a breach, and
never hold anything back.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from referrals.enums import DeadlineKind

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOCAL = "Local standard"


@dataclass(frozen=True)
class Standard:
    """How long something may take from a first day on. In hours that really pass, on every day of the week."""

    kind: DeadlineKind
    length: timedelta
    valid_from: date
    rule: str = LOCAL
    # False: to be confirmed by the force.
    is_verified: bool = False

    @property
    def in_words(self) -> str:
        return f"{self.rule}, {_length(self.length)}"


FIRST_DAY = date(2015, 11, 1)
STANDARDS = (
    Standard(DeadlineKind.SEND, 24 * HOUR, FIRST_DAY),
    Standard(DeadlineKind.COMPLETE, 24 * HOUR, FIRST_DAY),
    Standard(DeadlineKind.COUNCIL, 24 * HOUR, FIRST_DAY),
    Standard(DeadlineKind.GUARDIAN, 24 * HOUR, FIRST_DAY),
    Standard(DeadlineKind.ADOPT, 4 * HOUR, FIRST_DAY),
)


class Tell(Enum):
    OWNER = "owner"
    UNIT = "unit"
    SUPERVISORS = "supervisors"


@dataclass(frozen=True)
class Rung:
    """Whom a deadline climbs to, and whether it has passed by then."""

    number: int
    tell: frozenset[Tell]
    is_past: bool


SHARE_BEFORE_NEAR = 0.75
AFTER_IT_PASSED = 4 * HOUR
RUNGS = (
    Rung(1, frozenset({Tell.OWNER}), is_past=False),
    Rung(2, frozenset({Tell.OWNER, Tell.UNIT}), is_past=True),
    Rung(3, frozenset({Tell.SUPERVISORS}), is_past=True),
)
TOP = RUNGS[-1].number
# No deadline is near earlier than this before it is due.
EARLIEST_NEAR = max(standard.length for standard in STANDARDS) * (1 - SHARE_BEFORE_NEAR)


def standard_for(kind: DeadlineKind, starts_at: datetime) -> Standard:
    """The newest that held on the day it started, in local time."""
    day = starts_at.astimezone(LONDON).date()
    held = [standard for standard in STANDARDS if standard.kind == kind and standard.valid_from <= day]
    return max(held, key=lambda standard: standard.valid_from)


def due_at(kind: DeadlineKind, starts_at: datetime) -> datetime:
    return starts_at.astimezone(UTC) + standard_for(kind, starts_at).length


def rung_reached(starts_at: datetime, due_at: datetime, at: datetime) -> int:
    if at >= due_at + AFTER_IT_PASSED:
        return 3
    if at >= due_at:
        return 2
    return 1 if at >= starts_at + (due_at - starts_at) * SHARE_BEFORE_NEAR else 0


def rungs_to_climb(last: int, reached: int) -> list[Rung]:
    """Those above the last one climbed. That it is near is not said any more once it has passed."""
    above = [rung for rung in RUNGS if last < rung.number <= reached]
    return [rung for rung in above if rung.is_past or rung.number == reached]


# In words


@dataclass(frozen=True)
class Clock:
    """What a clock says, in which colour, and the date beside it, so that an old page cannot mislead."""

    words: str
    due: str
    colour: str = ""


def clock_of(
    *, starts_at: datetime, due_at: datetime, done_at: datetime | None, at: datetime, is_verified: bool = False
) -> Clock:
    """Red is for a rule that is confirmed. A local standard that is not is orange from a day before, and stays so."""
    if done_at:
        return Clock(f"Done in {_length(done_at - starts_at)}", f"limit {_length(due_at - starts_at)}")
    if at >= due_at:
        return Clock(
            f"Overdue by {_length(at - due_at)}", f"was due {on_day(due_at, at)}", "red" if is_verified else "orange"
        )
    left = due_at - at
    return Clock(f"{_length(left)} left", f"due {on_day(due_at, at)}", "orange" if left < DAY else "")


def on_day(moment: datetime, at: datetime) -> str:
    """A moment as a person says it. The weekday always; the year only when it is not this one."""
    local, now = moment.astimezone(LONDON), at.astimezone(LONDON)
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((local.date() - now.date()).days)
    year = "" if local.year == now.year else f" {local.year}"
    return f"{named or f'{local:%a} {local.day} {local:%b}{year}'}, {local:%H:%M}"


def _length(passed: timedelta) -> str:
    """Rounded down, so that nobody is told of more time than there is."""
    if passed < timedelta(minutes=1):
        return "less than a minute"
    if passed < HOUR:
        return _counted(passed // timedelta(minutes=1), "minute")
    if passed < 2 * DAY:
        return _counted(passed // HOUR, "hour")
    return _counted(passed // DAY, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
