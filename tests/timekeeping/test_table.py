"""The rules themselves: no gap, no overlap, and what is not confirmed is never a breach."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from agencies.enums import Nation
from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules.clocks.rule import Beside, Change, Confirmed, Length, Own, Rule
from referrals.rules.clocks.table import FIRST_DAY, RULES, SET_BY_FORCE, is_by, rule_on

K = DeadlineKind
TODAY = date(2026, 11, 23)

# Written out by hand: the words of each rule that holds today, whether it is confirmed, and whether it can be breached.
TODAYS = {
    K.SEND: ("Local standard, 24 hours", Confirmed.PROPOSAL, False),
    K.NOTIFY: ("Local standard, no time set", Confirmed.VERIFIED, False),
    K.COMPLETE: ("Local standard, 24 hours", Confirmed.PROPOSAL, False),
    K.COUNCIL: ("Local standard, 24 hours", Confirmed.PROPOSAL, False),
    K.GUARDIAN: ("Local standard, 24 hours", Confirmed.PROPOSAL, False),
    K.ADOPT: ("Local standard, 4 hours", Confirmed.PROPOSAL, False),
    K.SUPERVISOR_REVIEW: ("Local standard, no time set", Confirmed.PROPOSAL, False),
    K.CRIME_RECORD: ("National standard, 24 hours", Confirmed.SECONDARY, True),
    K.FIRST_DECISION: ("Home Office target, 5 working days", Confirmed.VERIFIED, False),
    K.PANEL_DECISION: ("Home Office target, 45 days", Confirmed.VERIFIED, False),
    K.RECOVERY: ("Law, at least 30 days", Confirmed.VERIFIED, False),
    K.FINAL_NOT_BEFORE: ("Home Office rule, 30 days", Confirmed.VERIFIED, False),
    K.ASK_AGAIN: ("Home Office rule, 30 days", Confirmed.VERIFIED, True),
    K.QUESTION: ("Home Office rule, 7 days where the letter names no day", Confirmed.PROPOSAL, False),
    K.REPRESENTATIONS: ("Home Office rule, 10 working days where the letter names no day", Confirmed.KNOWLEDGE, False),
    K.LEAVE_ASK_AGAIN: ("Home Office rule, 30 days", Confirmed.SECONDARY, True),
    K.TURNS_18: ("Law, 18 years", Confirmed.VERIFIED, False),
    K.SUPPORT_ENDS: ("Support service, 9 working days", Confirmed.KNOWLEDGE, False),
    K.MOVE_ON: ("Support service, at least 45 days", Confirmed.VERIFIED, False),
    K.PLACE_OF_SAFETY: ("Support service, 3 working days", Confirmed.VERIFIED, False),
    K.ORDER_NOTIFY: ("Law, 3 days", Confirmed.SECONDARY, True),
    K.RISK_ORDER_NOTIFY: ("Law, 3 days", Confirmed.VERIFIED, True),
    Beside.HOME_OFFICE_DRAFT: ("Home Office system, 28 days", Confirmed.VERIFIED, False),
    Beside.DATA_BREACH: ("Law, 72 hours", Confirmed.VERIFIED, True),
    Beside.DATA_COMPLAINT: ("Law, 30 days", Confirmed.VERIFIED, True),
}


@pytest.mark.parametrize("kind", [*K, *Beside])
def test_what_each_rule_says_today(kind: DeadlineKind | Beside) -> None:
    rule = rule_on(kind, TODAY)
    assert rule

    assert (rule.in_words, rule.confirmed, rule.may_be_breached) == TODAYS[kind]
    assert all([rule.title, rule.since, rule.rule, rule.source, rule.counting])


def test_what_is_not_confirmed_is_never_a_breach() -> None:
    assert [rule for rule in RULES if rule.may_be_breached and not rule.is_verified] == []
    assert [rule.title for rule in RULES if rule.may_be_breached and not rule.is_by] == []


@pytest.mark.parametrize("kind", [*K, *Beside])
def test_the_rules_of_a_kind_follow_one_another_without_a_gap(kind: DeadlineKind | Beside) -> None:
    mine = [rule for rule in RULES if rule.kind == kind]

    for former, latter in pairwise(mine):
        assert former.valid_to
        assert latter.valid_from == former.valid_to + timedelta(days=1)
    assert mine[-1].valid_to is None


# Where a rule holds in no nation but these.
@pytest.mark.parametrize(
    ("kind", "elsewhere"),
    [(K.RECOVERY, True), (K.CRIME_RECORD, False), (K.ORDER_NOTIFY, False), (K.MOVE_ON, False), (K.SEND, True)],
)
def test_a_rule_holds_in_its_nations(kind: DeadlineKind, elsewhere: bool) -> None:
    for nation in (Nation.ENGLAND, Nation.WALES, Nation.UNITED_KINGDOM, None):
        assert rule_on(kind, TODAY, nation)
    assert bool(rule_on(kind, TODAY, Nation.SCOTLAND)) is elsewhere


def test_the_day_of_the_change_of_december_2022_was_read_nowhere() -> None:
    before, after = (rule_on(K.RECOVERY, day) for day in (date(2022, 11, 30), date(2022, 12, 1)))
    assert before
    assert after

    assert (str(before.length), str(after.length)) == ("45 days", "30 days")
    assert not before.is_day_confirmed
    assert not after.is_day_confirmed
    assert before.first_day_counts
    assert after.first_day_counts


def test_a_force_sets_the_length_of_its_own_standards_and_of_nothing_else() -> None:
    own = [Own(kind, Length(2, ClockUnit.DAYS), date(2026, 1, 1)) for kind in K]
    with_own: dict[DeadlineKind, Rule | None] = {kind: rule_on(kind, TODAY, own=own) for kind in K}
    theirs = {kind for kind, rule in with_own.items() if rule and rule.confirmed == Confirmed.BY_FORCE}

    assert theirs == set(SET_BY_FORCE)
    assert set(SET_BY_FORCE) == {
        K.SEND, K.NOTIFY, K.COMPLETE, K.COUNCIL, K.GUARDIAN, K.ADOPT, K.SUPERVISOR_REVIEW
    }  # fmt: skip
    assert all(rule.is_verified and not rule.may_be_breached for rule in with_own.values() if rule and rule.is_local)


def test_the_newest_length_that_holds_already_is_the_one() -> None:
    own = [
        Own(K.SEND, Length(12, ClockUnit.HOURS), date(2026, 1, 1)),
        Own(K.SEND, Length(36, ClockUnit.HOURS), date(2026, 11, 23)),
        Own(K.SEND, Length(48, ClockUnit.HOURS), date(2026, 11, 24)),
        Own(K.ADOPT, Length(1, ClockUnit.HOURS), date(2026, 1, 1)),
    ]

    days = {day: rule_on(K.SEND, day, own=own) for day in (FIRST_DAY, date(2026, 11, 22), TODAY, date(2026, 11, 24))}

    lengths = [str(rule.length) for rule in days.values() if rule]
    assert lengths == ["24 hours", "12 hours", "36 hours", "48 hours"]


def test_of_which_clocks_somebody_is_to_have_done_something_by_then() -> None:
    assert {kind for kind in K if not is_by(kind)} == {
        K.RECOVERY, K.FINAL_NOT_BEFORE, K.TURNS_18, K.SUPPORT_ENDS, K.MOVE_ON
    }  # fmt: skip


# Written out by hand: what stands still, and what can be given a later day.
MAY = {
    Change.PAUSE: {*SET_BY_FORCE, K.FIRST_DECISION, K.PANEL_DECISION},
    Change.EXTEND: {
        *SET_BY_FORCE, K.RECOVERY, K.ASK_AGAIN, K.QUESTION, K.REPRESENTATIONS, K.LEAVE_ASK_AGAIN, K.SUPPORT_ENDS,
        K.MOVE_ON, K.PLACE_OF_SAFETY,
    },
}  # fmt: skip


@pytest.mark.parametrize("change", Change)
def test_what_may_be_changed(change: Change) -> None:
    assert {rule.kind for rule in RULES if change in rule.may} == MAY[change]


def test_what_a_letter_names_is_confirmed_by_it() -> None:
    rule = rule_on(K.QUESTION, TODAY)
    assert rule

    named = replace(rule, confirmed=Confirmed.BY_LETTER)

    assert (named.in_words, named.may_be_breached) == ("Home Office rule, the day that the letter names", True)
