"""Time limits of a case. What most callers need of them stands here; the rest is in the modules by name.

`days` knows the calendar, `table` every rule, `due` how a date is worked out, `climbing` who is told and when,
`changing` what may be done with a clock, and `words` what it says.
"""

from datetime import datetime

from agencies.enums import Nation
from referrals.enums import DeadlineKind
from referrals.rules.clocks.days import DAY, HOUR, LONDON, end_of, local_day, start_of
from referrals.rules.clocks.due import due_by
from referrals.rules.clocks.rule import Own, Rule
from referrals.rules.clocks.table import OF_LEAVE, is_by, rule_on
from referrals.rules.clocks.words import Clock, clock_of, next_clock, on_day

__all__ = [
    "DAY",
    "HOUR",
    "LONDON",
    "OF_LEAVE",
    "Clock",
    "Own",
    "Rule",
    "clock_of",
    "due_at",
    "end_of",
    "is_by",
    "local_day",
    "next_clock",
    "on_day",
    "rule_on",
    "start_of",
]


def due_at(
    kind: DeadlineKind, starts_at: datetime, nation: Nation = Nation.ENGLAND, own: tuple[Own, ...] = ()
) -> datetime:
    """Raises ValueError where no rule of the kind holds, or it has no length."""
    rule = rule_on(kind, local_day(starts_at), nation, own)
    if rule is None:
        raise ValueError(f"No rule holds for {kind}")
    return due_by(rule, starts_at, nation)
