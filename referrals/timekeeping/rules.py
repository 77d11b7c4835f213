"""What may be done with a clock now, by whom, and what a force may give itself."""

from collections.abc import Iterator
from datetime import date

from referrals.enums import ClockChange, ClockUnit, DeadlineKind
from referrals.rules.clocks import changing
from referrals.rules.clocks.rule import Change, Rule

# No step and no other page ends these.
ENDED_BY_HAND = frozenset(
    {
        DeadlineKind.SUPERVISOR_REVIEW,
        DeadlineKind.ASK_AGAIN,
        DeadlineKind.LEAVE_ASK_AGAIN,
        DeadlineKind.TURNS_18,
        DeadlineKind.SUPPORT_ENDS,
        DeadlineKind.MOVE_ON,
        DeadlineKind.PLACE_OF_SAFETY,
        DeadlineKind.ORDER_NOTIFY,
        DeadlineKind.RISK_ORDER_NOTIFY,
    }
)
ONLY_A_SUPERVISOR = "Only a supervisor records that a supervisor looked at it."
NOT_ENDED_BY_HAND = "This ends with what it asks for. Record that instead."
LONGEST = {ClockUnit.HOURS: 2000, ClockUnit.WORKING_DAYS: 250, ClockUnit.DAYS: 366}
TOO_LONG = "Enter a number from 1 to {}."
DAYS_FROM_TODAY = 366
TOO_FAR = "Give a day within a year from today, before or after."


def possible(
    kind: DeadlineKind, rule: Rule, *, is_done: bool, is_paused: bool, is_past: bool, may_approve: bool
) -> list[ClockChange]:
    if is_done:
        return []
    return list(_possible(kind, rule, is_paused=is_paused, is_past=is_past, may_approve=may_approve))


def _possible(
    kind: DeadlineKind, rule: Rule, *, is_paused: bool, is_past: bool, may_approve: bool
) -> Iterator[ClockChange]:
    if is_paused:
        yield ClockChange.RESUME
    else:
        if changing.may(rule, Change.PAUSE) and not is_past:
            yield ClockChange.PAUSE
        if changing.may(rule, Change.EXTEND):
            yield ClockChange.EXTEND
    if reason_not_to_end(kind, may_approve=may_approve) is None:
        yield ClockChange.END


def reason_not_to_end(kind: DeadlineKind, *, may_approve: bool) -> str | None:
    if kind not in ENDED_BY_HAND:
        return NOT_ENDED_BY_HAND
    return ONLY_A_SUPERVISOR if kind == DeadlineKind.SUPERVISOR_REVIEW and not may_approve else None


def reason_not_to_set(number: int, unit: ClockUnit, valid_from: date, today: date) -> str | None:
    most = LONGEST.get(unit, 0)
    if not 1 <= number <= most:
        return TOO_LONG.format(most)
    return TOO_FAR if abs((valid_from - today).days) > DAYS_FROM_TODAY else None
