"""What may be done with a clock that runs: stand still, go on, or get a later day. Each for a reason that is kept.

What the law, the Home Office or a standard sets is given another day only on paper that says so. A time that has
passed is not undone by a pause.
"""

from datetime import date

from referrals.rules.clocks.rule import Change, Rule

NOT_RUNNING = "It does not run any more."
NOT_PAUSED = "It is not paused."
IS_PAUSED = "It is paused already. Let it go on first."
HAS_PASSED = "Its time has passed. A pause cannot undo that; give it a later day if there is a reason for one."
SHOW_PAPER = "Choose the file that shows it. Add it to the files of the case first, if it is not there."
NOT_LATER = "Give a day after the present one."
NOT_BEFORE_TODAY = "Give today or a later day."
LONGEST_DAYS = 366
TOO_LATE = "Give a day within a year."


def may(rule: Rule, change: Change) -> bool:
    return change in rule.may


def reason_not_to_pause(rule: Rule, *, is_done: bool, is_paused: bool, is_past: bool, has_paper: bool) -> str | None:
    if reason := _not_allowed(rule, Change.PAUSE, is_done=is_done, is_paused=is_paused):
        return reason
    return HAS_PASSED if is_past else _no_paper(rule, has_paper=has_paper)


def reason_not_to_resume(*, is_done: bool, is_paused: bool) -> str | None:
    if is_done:
        return NOT_RUNNING
    return None if is_paused else NOT_PAUSED


def reason_not_to_extend(
    rule: Rule, *, until: date, last_day: date, today: date, is_done: bool, is_paused: bool, has_paper: bool
) -> str | None:
    """`last_day`: the one it has now."""
    if reason := _not_allowed(rule, Change.EXTEND, is_done=is_done, is_paused=is_paused):
        return reason
    if until <= last_day:
        return NOT_LATER
    if until < today:
        return NOT_BEFORE_TODAY
    if (until - today).days > LONGEST_DAYS:
        return TOO_LATE
    return _no_paper(rule, has_paper=has_paper)


def _not_allowed(rule: Rule, change: Change, *, is_done: bool, is_paused: bool) -> str | None:
    if is_done:
        return NOT_RUNNING
    if not may(rule, change):
        verb = "paused" if change == Change.PAUSE else "given a later day"
        return f"This time limit cannot be {verb}: {rule.in_words}."
    return IS_PAUSED if is_paused else None


def _no_paper(rule: Rule, *, has_paper: bool) -> str | None:
    return None if rule.is_local or has_paper else SHOW_PAPER
