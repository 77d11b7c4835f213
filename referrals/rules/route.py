"""Which way a case goes to the Home Office: a referral, a notification with or without a name, or neither.

A child, and anybody who may be one, is referred whatever they wish, and never goes by Duty to Notify. An adult decides.
A name is on a notification only where the adult agreed to that by itself.
"""

from dataclasses import dataclass

from referrals.enums import Route
from victims.enums import AgeGroup, BestInterestsDecision, ConsentDecision

NOT_REFERRED = {
    ConsentDecision.DECLINED: "said no to being referred",
    ConsentDecision.WITHDRAWN: "took back their yes to being referred",
    ConsentDecision.CANNOT_BE_ASKED: "cannot be asked",
    ConsentDecision.CANNOT_BE_TRACED: "cannot be found",
}
DECIDED_THEMSELVES = {ConsentDecision.DECLINED, ConsentDecision.WITHDRAWN}
TREATED_AS_CHILD = {AgeGroup.CHILD: "they are under 18", AgeGroup.UNSURE: "it is not certain that they are 18 or over"}


@dataclass(frozen=True)
class RouteFacts:
    """`age` is how it counts: victims/rules/age.py. `may_be_named` is their own recorded yes, and nothing else."""

    age: AgeGroup | None = None
    decision: ConsentDecision | None = None
    best_interests: BestInterestsDecision | None = None
    may_be_named: bool = False
    is_bound_to_notify: bool = False


@dataclass(frozen=True)
class Routing:
    """The route, and why, as the end of a sentence that begins with "because"."""

    route: Route
    reason: str


def route_for(facts: RouteFacts) -> Routing:
    if facts.age is None:
        return Routing(Route.UNKNOWN, "nobody has said yet whether they are 18 or over")
    if facts.age in TREATED_AS_CHILD:
        return Routing(Route.CHILD, f"{TREATED_AS_CHILD[facts.age]}; no consent is needed")
    if facts.decision == ConsentDecision.GIVEN:
        return Routing(Route.ADULT, "they are 18 or over and said yes to being referred")
    if facts.decision == ConsentDecision.WANTS_TIME:
        return Routing(Route.WAIT, "they are 18 or over and want time to think; nothing is sent meanwhile")
    if facts.decision == ConsentDecision.LACKS_CAPACITY:
        return _in_their_best_interests(facts)
    if facts.decision in NOT_REFERRED:
        return _not_referred(facts, f"they are 18 or over and {NOT_REFERRED[facts.decision]}")
    return Routing(Route.UNKNOWN, "they are 18 or over and have not been asked whether they want to be referred")


def _in_their_best_interests(facts: RouteFacts) -> Routing:
    why = "they are 18 or over and lack capacity to decide"
    if facts.best_interests == BestInterestsDecision.REFER:
        return Routing(Route.BEST_INTERESTS, f"{why}; referring them was decided in their best interests")
    if facts.best_interests == BestInterestsDecision.DO_NOT_REFER:
        return _not_referred(facts, f"{why}; it was decided not to refer them")
    return Routing(Route.UNKNOWN, f"{why}; a decision in their best interests is not recorded yet")


def _not_referred(facts: RouteFacts, why: str) -> Routing:
    if not facts.is_bound_to_notify:
        return Routing(Route.ADVICE_ONLY, f"{why}; the organisation that refers is not bound by the duty to notify")
    if facts.may_be_named and facts.decision in DECIDED_THEMSELVES:
        return Routing(Route.NOTIFY_NAMED, f"{why}, but agreed to have their name on a notification")
    return Routing(Route.NOTIFY_ANONYMOUS, f"{why}, and did not agree to have their name on a notification")
