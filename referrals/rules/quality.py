"""Reading a referral against what the Home Office asks for, before it goes there.

It helps, and holds nothing back: whether it was read, what was found, and what was asked never decides about sending.
"""

from referrals.enums import Status

# The time before it went to the Home Office, or after the Home Office gave it back.
BEFORE_SENDING = frozenset({Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING})

GONE = "It has gone to the Home Office already. What is known later is added to it."
OWN_REFERRAL = "You wrote this. Somebody else has to read it."
SAY_WHY_READY = "Something is still missing. Say why it can go as it is."
ASK_SOMETHING = "Choose or write at least one question for whoever referred."
READY_WITH_QUESTIONS = "Questions are asked by sending it back. Choose that, or take the questions out."


def reason_not_to_check(status: Status, *, is_own: bool) -> str | None:
    if status not in BEFORE_SENDING:
        return GONE
    return OWN_REFERRAL if is_own else None


def reason_not_to_say(*, is_ready: bool, gaps: int, note: str, questions: int) -> str | None:
    if not is_ready:
        return None if questions else ASK_SOMETHING
    if questions:
        return READY_WITH_QUESTIONS
    return SAY_WHY_READY if gaps and not note.strip() else None
