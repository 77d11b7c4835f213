"""When a clock that runs is told of, and to whom: before it is over, when it is, and when nobody did anything then.

What counts in hours is told of at the hour. What ends with a day is told of in the morning: nobody is woken for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from agencies.enums import Nation
from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules.clocks.days import DAY, HOUR, LONDON, add_working_days, local_day, working_day_before
from referrals.rules.clocks.rule import Rule, Sense
from referrals.rules.clocks.table import RULES


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


@dataclass(frozen=True)
class Climb:
    """A rung, and from when on it is reached."""

    at: datetime
    rung: Rung


NEAR = Rung(1, frozenset({Tell.OWNER}), is_past=False)
PASSED = Rung(2, frozenset({Tell.OWNER, Tell.UNIT}), is_past=True)
LATE = Rung(3, frozenset({Tell.SUPERVISORS}), is_past=True)
TOP = LATE.number
# Of what nobody can be late with.
COMING = (
    NEAR,
    Rung(2, frozenset({Tell.OWNER, Tell.UNIT}), is_past=False),
    Rung(TOP, frozenset({Tell.OWNER, Tell.UNIT}), is_past=False),
)
ONLY_ONCE = Rung(TOP, frozenset({Tell.OWNER}), is_past=False)

SHARE_LEFT_WHEN_NEAR = 0.25
LONGEST_NEAR = DAY
AFTER_IT_PASSED = 4 * HOUR
MORNING, NOON = time(8), time(12)
DAYS_BEFORE = 7
DAYS_BEFORE_THEY_ARE_ADULT = (90, 14, 0)
# No clock is told of earlier than this before it is due. Working days: over the longest row of days off.
LEADS = {
    ClockUnit.HOURS: LONGEST_NEAR,
    ClockUnit.DAYS: (DAYS_BEFORE + 1) * DAY,
    ClockUnit.WORKING_DAYS: 14 * DAY,
    ClockUnit.YEARS: (DAYS_BEFORE_THEY_ARE_ADULT[0] + 1) * DAY,
}


def climbs(rule: Rule, starts_at: datetime, due_at: datetime, nation: Nation = Nation.ENGLAND) -> tuple[Climb, ...]:
    """In order of time. Nothing for what may only not come before."""
    match rule.sense:
        case Sense.NOT_BEFORE:
            return ()
        case Sense.AT_LEAST:
            return (Climb(_near(rule, starts_at, due_at, nation), ONLY_ONCE),)
        case Sense.EVENT:
            return _before_it_happens(rule, starts_at, due_at, nation)
        case _:
            return (
                Climb(_near(rule, starts_at, due_at, nation), NEAR),
                Climb(_passed(rule, due_at), PASSED),
                Climb(_late(rule, due_at, nation), LATE),
            )


def rung_reached(reached: Sequence[Climb], at: datetime) -> int:
    return max((climb.rung.number for climb in reached if climb.at <= at), default=0)


def rungs_to_climb(all_of_them: Sequence[Climb], last: int, reached: int) -> list[Rung]:
    """Those above the last one climbed. That it is near is said once, and not any more once it has passed."""
    above = [climb.rung for climb in all_of_them if last < climb.rung.number <= reached]
    return [rung for rung in above if rung.is_past or rung.number == reached]


def lead_of(kind: DeadlineKind) -> timedelta | None:
    """How long before it is due a clock of the kind is first looked at. None: it is never told of."""
    of_kind = [rule for rule in RULES if rule.kind == kind and rule.sense != Sense.NOT_BEFORE]
    if not of_kind:
        return None
    # A force may count its own in other units.
    units = [ClockUnit.WORKING_DAYS if rule.is_local or not rule.length else rule.length.unit for rule in of_kind]
    return max(LEADS[unit] for unit in units)


def _before_it_happens(rule: Rule, starts_at: datetime, due_at: datetime, nation: Nation) -> tuple[Climb, ...]:
    if rule.length and rule.length.unit == ClockUnit.YEARS:
        day = local_day(due_at)
        mornings = [_on(day - before * DAY, MORNING) for before in DAYS_BEFORE_THEY_ARE_ADULT]
        return tuple(Climb(at, rung) for at, rung in zip(mornings, COMING, strict=True))
    return (Climb(_near(rule, starts_at, due_at, nation), ONLY_ONCE),)


def _near(rule: Rule, starts_at: datetime, due_at: datetime, nation: Nation) -> datetime:
    quarter = (due_at - starts_at) * SHARE_LEFT_WHEN_NEAR
    if rule.is_in_hours:
        return due_at - min(quarter, LONGEST_NEAR)
    last = local_day(due_at)
    if rule.is_in_working_days:
        return _on(working_day_before(last, nation), MORNING)
    return _on(last - min(max(quarter // DAY, 1), DAYS_BEFORE) * DAY, MORNING)


def _passed(rule: Rule, due_at: datetime) -> datetime:
    return due_at if rule.is_in_hours else _on(local_day(due_at) + DAY, MORNING)


def _late(rule: Rule, due_at: datetime, nation: Nation) -> datetime:
    if rule.is_in_hours:
        return due_at + AFTER_IT_PASSED
    return _on(add_working_days(local_day(due_at), 1, nation), NOON)


def _on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON)
