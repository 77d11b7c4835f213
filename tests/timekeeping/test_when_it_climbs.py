"""When a clock is told of, and to whom: counted by hand, and never earlier than is looked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules.clocks import LONDON, climbing, local_day
from referrals.rules.clocks.climbing import Tell, climbs, lead_of, rung_reached, rungs_to_climb
from referrals.rules.clocks.due import due_by
from referrals.rules.clocks.rule import Length, Own, Rule
from referrals.rules.clocks.table import RULES, rule_on

K = DeadlineKind
OWNER, UNIT, SUPERVISORS = Tell.OWNER, Tell.UNIT, Tell.SUPERVISORS


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def rule_of(kind: DeadlineKind, starts: str, own: tuple[Own, ...] = ()) -> Rule:
    found = rule_on(kind, local_day(wall(starts)), own=own)
    assert found
    return found


# The kind and when it starts; then each rung: when it is reached, by a clock on the wall, and whom it tells.
NEAR, PASSED, LATE = {OWNER}, {OWNER, UNIT}, {SUPERVISORS}
CLIMBS = {
    # In hours: with a quarter left, when it is over, and four hours later
    (K.SEND, "2026-11-23 02:31"): [
        ("2026-11-23 20:31", 1, NEAR), ("2026-11-24 02:31", 2, PASSED), ("2026-11-24 06:31", 3, LATE),
    ],
    (K.ADOPT, "2026-11-23 02:31"): [
        ("2026-11-23 05:31", 1, NEAR), ("2026-11-23 06:31", 2, PASSED), ("2026-11-23 10:31", 3, LATE),
    ],
    # In working days: on the morning of the last but one, of the day after, and at noon of the next working day
    (K.FIRST_DECISION, "2026-11-17 10:42"): [
        ("2026-11-23 08:00", 1, NEAR), ("2026-11-25 08:00", 2, PASSED), ("2026-11-25 12:00", 3, LATE),
    ],
    (K.FIRST_DECISION, "2026-11-20 10:42"): [
        ("2026-11-26 08:00", 1, NEAR), ("2026-11-28 08:00", 2, PASSED), ("2026-11-30 12:00", 3, LATE),
    ],
    (K.FIRST_DECISION, "2026-12-22 12:00"): [
        ("2026-12-30 08:00", 1, NEAR), ("2027-01-01 08:00", 2, PASSED), ("2027-01-04 12:00", 3, LATE),
    ],
    # In days: a week before, or with a quarter left
    (K.ASK_AGAIN, "2026-11-23 12:00"): [
        ("2026-12-16 08:00", 1, NEAR), ("2026-12-24 08:00", 2, PASSED), ("2026-12-24 12:00", 3, LATE),
    ],
    (K.ASK_AGAIN, "2026-02-26 12:00"): [  # ends on the eve of the night in which the clocks go forward
        ("2026-03-21 08:00", 1, NEAR), ("2026-03-29 08:00", 2, PASSED), ("2026-03-30 12:00", 3, LATE),
    ],
    (K.ORDER_NOTIFY, "2026-11-23 12:00"): [
        ("2026-11-24 08:00", 1, NEAR), ("2026-11-26 08:00", 2, PASSED), ("2026-11-26 12:00", 3, LATE),
    ],
    # What nobody can be late with
    (K.FINAL_NOT_BEFORE, "2026-11-23 12:00"): [],
    (K.RECOVERY, "2026-11-23 12:00"): [("2026-12-15 08:00", 3, NEAR)],
    (K.MOVE_ON, "2026-11-23 12:00"): [("2026-12-31 08:00", 3, NEAR)],
    (K.SUPPORT_ENDS, "2026-11-23 12:00"): [("2026-12-03 08:00", 3, NEAR)],
    (K.TURNS_18, "2008-12-23 00:00"): [
        ("2026-09-24 08:00", 1, NEAR), ("2026-12-09 08:00", 2, PASSED), ("2026-12-23 08:00", 3, PASSED),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CLIMBS, ids=str)
def test_when_each_rung_is_reached_and_whom_it_tells(case: tuple[DeadlineKind, str]) -> None:
    kind, starts = case
    rule = rule_of(kind, starts)

    found = climbs(rule, wall(starts), due_by(rule, wall(starts)))

    told = [(f"{each.at.astimezone(LONDON):%Y-%m-%d %H:%M}", each.rung.number, each.rung.tell) for each in found]
    assert told == CLIMBS[case]


@pytest.mark.parametrize(("kind", "past"), [(K.SEND, [False, True, True]), (K.TURNS_18, [False, False, False])])
def test_what_only_happens_is_never_said_to_have_been_missed(kind: DeadlineKind, past: list[bool]) -> None:
    rule = rule_of(kind, "2026-11-23 12:00")

    found = climbs(rule, wall("2026-11-23 12:00"), due_by(rule, wall("2026-11-23 12:00")))

    assert [each.rung.is_past for each in found] == past


def test_a_long_local_standard_is_near_a_day_before() -> None:
    own = (Own(K.SEND, Length(240, ClockUnit.HOURS), date(2026, 1, 1)),)
    rule = rule_of(K.SEND, "2026-11-23 12:00", own)

    first, *_ = climbs(rule, wall("2026-11-23 12:00"), due_by(rule, wall("2026-11-23 12:00")))

    assert first.at == wall("2026-12-02 12:00")


# Hours after the start of a day's deadline, and of one of four hours: how far it has climbed.
REACHED = [
    (K.SEND, 0, 0), (K.SEND, 17.99, 0), (K.SEND, 18, 1), (K.SEND, 23.99, 1), (K.SEND, 24, 2), (K.SEND, 27.99, 2),
    (K.SEND, 28, 3), (K.SEND, 999, 3), (K.ADOPT, 2.99, 0), (K.ADOPT, 3, 1), (K.ADOPT, 4, 2), (K.ADOPT, 8, 3),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "passed", "rung"), REACHED)
def test_a_deadline_climbs_as_it_grows_late(kind: DeadlineKind, passed: float, rung: int) -> None:
    start, rule = wall("2026-11-23 02:31"), rule_of(kind, "2026-11-23 02:31")

    assert rung_reached(climbs(rule, start, due_by(rule, start)), start + timedelta(hours=passed)) == rung


# From the rung told of last to the one reached: which rungs are told of now, of a clock that can be late, of one that
# only happens, and of one that is told of once.
FROM_TO = {
    (0, 0): ([], [], []), (0, 1): ([1], [1], []), (0, 2): ([2], [2], []), (0, 3): ([2, 3], [3], [3]),
    (1, 1): ([], [], []), (1, 2): ([2], [2], []), (1, 3): ([2, 3], [3], [3]),
    (2, 2): ([], [], []), (2, 3): ([3], [3], [3]), (3, 3): ([], [], []),
}  # fmt: skip


@pytest.mark.parametrize("step", FROM_TO, ids=str)
def test_each_rung_is_told_once_and_near_is_not_said_of_what_has_passed(step: tuple[int, int]) -> None:
    for kind, told in zip((K.SEND, K.TURNS_18, K.RECOVERY), FROM_TO[step], strict=True):
        start, rule = wall("2026-11-23 02:31"), rule_of(kind, "2026-11-23 02:31")
        all_of_them = climbs(rule, start, due_by(rule, start))

        assert [rung.number for rung in rungs_to_climb(all_of_them, *step)] == told


def test_what_may_only_not_come_before_is_not_looked_for() -> None:
    assert {kind for kind in K if lead_of(kind) is None} == {K.FINAL_NOT_BEFORE}


OWN = [
    Own(K.SEND, Length(number, unit), date(2015, 11, 1))
    for unit in (ClockUnit.HOURS, ClockUnit.DAYS, ClockUnit.WORKING_DAYS)
    for number in (1, 3, 40, 200)
]
EVERY_LENGTH = [
    *(rule for rule in RULES if rule.kind in K and rule.length),
    *(rule for own in OWN if (rule := rule_on(K.SEND, date(2026, 11, 23), own=[own]))),
]
FIRST = datetime(2016, 1, 1, tzinfo=UTC)
moments = st.integers(0, 40 * 365 * 24 * 4).map(lambda quarters: FIRST + timedelta(minutes=15 * quarters))


@given(st.sampled_from(EVERY_LENGTH), moments)
def test_nothing_is_told_of_earlier_than_is_looked_for_and_the_last_rung_is_the_top(
    rule: Rule, start: datetime
) -> None:
    due = due_by(rule, start)
    found = climbs(rule, start, due)
    lead = lead_of(DeadlineKind(rule.kind))

    assert [each.at for each in found] == sorted(each.at for each in found)
    assert not found or found[-1].rung.number == climbing.TOP
    assert all(lead is not None and due - each.at <= lead for each in found)
