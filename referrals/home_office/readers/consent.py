"""What they decided, read from its record and from nowhere else: not from the age, and not from the route."""

from referrals.enums import Route
from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.wording import headed
from victims.enums import BestInterestsDecision, ConsentDecision, ConsentPurpose

YES, NO = ("yes",), ("no",)
DECIDED = {
    ConsentDecision.GIVEN: YES,
    ConsentDecision.DECLINED: NO,
    ConsentDecision.WITHDRAWN: NO,
}
UNDECIDED = {
    ConsentDecision.WANTS_TIME: "They want time to think",
    ConsentDecision.NOT_ASKED: "They were not asked",
    ConsentDecision.CANNOT_BE_ASKED: "They cannot be asked",
    ConsentDecision.CANNOT_BE_TRACED: "They cannot be found",
    ConsentDecision.LACKS_CAPACITY: "They lack capacity to decide",
}
WAITING = {ConsentDecision.WANTS_TIME, ConsentDecision.NOT_ASKED}
BEST_INTERESTS = (
    "They did not consent: referring them was decided in their best interests, and the form has no such answer. "
    "Ask the Home Office how to send it before you choose."
)
ONLY_YES_OR_NO = "and the form takes only Yes or No"
WOULD_NAME_THEM = (
    "They are willing to help, but did not agree to have their name on it. "
    "Yes would ask for their name, so choose No, and explain it in the text."
)
KEEPS_NAME_OUT = "Choose No, because Yes would ask for their name."
CANNOT_NAME_THEM = (
    "They agreed to have their name on it but not to help an investigation. "
    "The form names only those who help: choose No, and their name stays out."
)


def to_referral(facts: Facts) -> Answer:
    decision = facts.dossier.decision(ConsentPurpose.REFERRAL)
    if decision in DECIDED:
        return Answer(codes=DECIDED[decision])
    if decision is None or decision in WAITING:
        return NOTHING
    if decision == ConsentDecision.LACKS_CAPACITY and _is_to_be_referred(facts):
        return Answer(misfit=BEST_INTERESTS)
    return Answer(codes=NO, misfit=f"{UNDECIDED[decision]}, {ONLY_YES_OR_NO}. Choose No, and say why in the reason.")


def _is_to_be_referred(facts: Facts) -> bool:
    best = facts.dossier.best_interests
    return best is not None and best.decision == BestInterestsDecision.REFER


def to_helping(facts: Facts) -> Answer:
    """On their form of a notification, Yes asks for the name. Ours never names whoever did not agree to that."""
    decision = facts.dossier.decision(ConsentPurpose.POLICE)
    if decision is None:
        return NOTHING
    if facts.route == Route.NOTIFY_ANONYMOUS:
        return _without_a_name(decision)
    if facts.route == Route.NOTIFY_NAMED and decision != ConsentDecision.GIVEN:
        return Answer(codes=NO, misfit=CANNOT_NAME_THEM)
    if decision in DECIDED:
        return Answer(codes=DECIDED[decision])
    return Answer(misfit=f"{UNDECIDED[decision]}, {ONLY_YES_OR_NO}.")


def _without_a_name(decision: ConsentDecision) -> Answer:
    if decision == ConsentDecision.GIVEN:
        return Answer(codes=NO, misfit=WOULD_NAME_THEM)
    if decision in DECIDED:
        return Answer(codes=NO)
    return Answer(codes=NO, misfit=f"{UNDECIDED[decision]}, {ONLY_YES_OR_NO}. {KEEPS_NAME_OUT}")


def why_not(facts: Facts) -> Answer:
    """Theirs. Where they could not be asked there is none, so it is said why."""
    record = facts.dossier.consent(ConsentPurpose.REFERRAL)
    if record is None:
        return NOTHING
    if record.decision in DECIDED:
        return Answer(text=record.their_reason)
    return Answer(text=headed("They did not decide", record.why_not_asked))
