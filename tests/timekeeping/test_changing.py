"""What may be done with a clock that runs, and why not."""

from datetime import date

import pytest

from referrals.enums import DeadlineKind
from referrals.rules.clocks import changing
from referrals.rules.clocks.rule import Rule
from referrals.rules.clocks.table import rule_on

K = DeadlineKind
TODAY = date(2026, 11, 23)
LAST = date(2026, 11, 27)


def rule(kind: DeadlineKind) -> Rule:
    found = rule_on(kind, TODAY)
    assert found
    return found


USUAL = {"is_done": False, "is_paused": False, "is_past": False, "has_paper": False}
PAUSE = [
    (K.SEND, {}, None),
    (K.SEND, {"is_done": True}, changing.NOT_RUNNING),
    (K.SEND, {"is_paused": True}, changing.IS_PAUSED),
    (K.SEND, {"is_past": True}, changing.HAS_PASSED),
    (K.FIRST_DECISION, {}, changing.SHOW_PAPER),
    (K.FIRST_DECISION, {"has_paper": True}, None),
    (K.CRIME_RECORD, {"has_paper": True}, "This time limit cannot be paused: National standard, 24 hours."),
    (K.RECOVERY, {"has_paper": True}, "This time limit cannot be paused: Law, at least 30 days."),
]


@pytest.mark.parametrize(("kind", "facts", "reason"), PAUSE)
def test_when_a_clock_may_stand_still(kind: DeadlineKind, facts: dict[str, bool], reason: str | None) -> None:
    assert changing.reason_not_to_pause(rule(kind), **{**USUAL, **facts}) == reason


@pytest.mark.parametrize(
    ("is_done", "is_paused", "reason"),
    [(False, True, None), (False, False, changing.NOT_PAUSED), (True, True, changing.NOT_RUNNING)],
)
def test_when_a_clock_may_go_on(is_done: bool, is_paused: bool, reason: str | None) -> None:
    assert changing.reason_not_to_resume(is_done=is_done, is_paused=is_paused) == reason


EXTEND = [
    (K.SEND, {}, None),
    (K.SEND, {"until": LAST}, changing.NOT_LATER),
    (K.SEND, {"until": date(2026, 11, 22), "last_day": date(2026, 11, 20)}, changing.NOT_BEFORE_TODAY),
    (K.SEND, {"until": TODAY, "last_day": date(2026, 11, 20)}, None),
    (K.SEND, {"until": date(2027, 11, 24)}, None),
    (K.SEND, {"until": date(2027, 11, 25)}, changing.TOO_LATE),
    (K.SEND, {"is_done": True}, changing.NOT_RUNNING),
    (K.SEND, {"is_paused": True}, changing.IS_PAUSED),
    (K.ASK_AGAIN, {}, changing.SHOW_PAPER),
    (K.ASK_AGAIN, {"has_paper": True}, None),
    (K.TURNS_18, {"has_paper": True}, "This time limit cannot be given a later day: Law, 18 years."),
]


@pytest.mark.parametrize(("kind", "facts", "reason"), EXTEND)
def test_when_a_clock_may_get_a_later_day(kind: DeadlineKind, facts: dict[str, object], reason: str | None) -> None:
    usual = {"until": date(2026, 12, 4), "last_day": LAST, "today": TODAY}
    asked = {**usual, "is_done": False, "is_paused": False, "has_paper": False, **facts}

    assert changing.reason_not_to_extend(rule(kind), **asked) == reason
