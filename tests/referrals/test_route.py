"""The whole table of routes, written out by hand. The code must match it, and nothing may be missing from it."""

from itertools import product

import pytest

from referrals.enums import Route
from referrals.rules.route import RouteFacts, route_for
from victims.enums import AgeGroup, BestInterestsDecision, ConsentDecision

ADULT = AgeGroup.ADULT
D, B, R = ConsentDecision, BestInterestsDecision, Route
AGES = [None, *AgeGroup]
DECISIONS = [None, *ConsentDecision]
BEST = [None, *BestInterestsDecision]

# For an adult: what they decided → the route when the organisation is bound to notify, and when it is not.
# A pair is (without, with) their own yes to being named.
SAME = {
    None: R.UNKNOWN,
    D.NOT_ASKED: R.UNKNOWN,
    D.GIVEN: R.ADULT,
    D.WANTS_TIME: R.WAIT,
}
BOUND = {
    D.DECLINED: (R.NOTIFY_ANONYMOUS, R.NOTIFY_NAMED),
    D.WITHDRAWN: (R.NOTIFY_ANONYMOUS, R.NOTIFY_NAMED),
    D.CANNOT_BE_ASKED: (R.NOTIFY_ANONYMOUS, R.NOTIFY_ANONYMOUS),
    D.CANNOT_BE_TRACED: (R.NOTIFY_ANONYMOUS, R.NOTIFY_ANONYMOUS),
}
# Of somebody who lacks capacity: by what was decided in their best interests, bound and not bound.
LACKS_CAPACITY = {
    None: (R.UNKNOWN, R.UNKNOWN),
    B.REFER: (R.BEST_INTERESTS, R.BEST_INTERESTS),
    B.DO_NOT_REFER: (R.NOTIFY_ANONYMOUS, R.ADVICE_ONLY),
}


def expected(facts: RouteFacts) -> Route:
    if facts.age is None:
        return R.UNKNOWN
    if facts.age in (AgeGroup.CHILD, AgeGroup.UNSURE):
        return R.CHILD
    if facts.decision in SAME:
        return SAME[facts.decision]
    if facts.decision == D.LACKS_CAPACITY:
        return LACKS_CAPACITY[facts.best_interests][0 if facts.is_bound_to_notify else 1]
    return BOUND[facts.decision][facts.may_be_named] if facts.is_bound_to_notify else R.ADVICE_ONLY


EVERYTHING = [RouteFacts(*row) for row in product(AGES, DECISIONS, BEST, [False, True], [False, True])]


@pytest.mark.parametrize("facts", EVERYTHING, ids=str)
def test_the_route_is_what_the_table_says(facts: RouteFacts) -> None:
    assert route_for(facts).route == expected(facts)


def test_the_table_says_something_of_every_decision() -> None:
    assert len(EVERYTHING) == 4 * 9 * 3 * 2 * 2
    assert {*SAME, *BOUND, D.LACKS_CAPACITY} == set(DECISIONS)
    assert set(LACKS_CAPACITY) == set(BEST)


@pytest.mark.parametrize(
    "facts", [facts for facts in EVERYTHING if facts.age in (AgeGroup.CHILD, AgeGroup.UNSURE)], ids=str
)
def test_a_child_or_who_may_be_one_never_goes_by_duty_to_notify(facts: RouteFacts) -> None:
    assert not route_for(facts).route.is_notification


@pytest.mark.parametrize("facts", [facts for facts in EVERYTHING if facts.age == ADULT], ids=str)
def test_no_adult_is_referred_but_by_their_yes_or_a_decision_in_their_best_interests(facts: RouteFacts) -> None:
    decided = facts.decision == D.GIVEN or (facts.decision == D.LACKS_CAPACITY and facts.best_interests == B.REFER)

    assert route_for(facts).route.is_referral is decided


@pytest.mark.parametrize("facts", EVERYTHING, ids=str)
def test_every_route_gives_its_reason(facts: RouteFacts) -> None:
    reason = route_for(facts).reason

    assert reason[0].islower()
    assert not reason.endswith(".")
