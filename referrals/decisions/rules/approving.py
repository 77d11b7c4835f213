"""Who answers what a supervisor is asked: never whoever asked, and never whoever wrote the referral."""

from referrals.enums import ApprovalState

ALREADY = "This was answered already: {state}."
OWN_QUESTION = "You asked for this, so another supervisor answers it."
OWN_REFERRAL = "You wrote this referral, so another supervisor answers it."
MOVED_SINCE = "The case has moved since this was asked. Refuse it, or have it asked again."
NOT_THE_ASKER = "Only whoever asked for it takes it back."
SAY_WHY = "Say why. Whoever asked reads it."


def reason_not_to_answer(state: ApprovalState, *, is_asker: bool, is_author: bool) -> str | None:
    if state != ApprovalState.ASKED:
        return ALREADY.format(state=state.label.lower())
    if is_asker:
        return OWN_QUESTION
    return OWN_REFERRAL if is_author else None


def reason_not_to_take_back(state: ApprovalState, *, is_asker: bool) -> str | None:
    if state != ApprovalState.ASKED:
        return ALREADY.format(state=state.label.lower())
    return None if is_asker else NOT_THE_ASKER
