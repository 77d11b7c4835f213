"""When a case may be opened by somebody who does not see it otherwise, and who reviews that they did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from referrals.rules.clocks.days import add_working_days, end_of, local_day

LASTS = timedelta(minutes=60)
REVIEW_WITHIN = 3
SHORTEST_REASON = 20

# One sentence for all of them, so that nobody learns what there is.
NOT_THIS_ONE = (
    "There is no case with this reference that you can open this way. Call the unit that looks after referrals."
)
SAY_WHY = "Say why you cannot wait for the unit, in a sentence."
OPEN_AS_USUAL = "You can open this case as usual, under My referrals."
YOUR_OWN = "Somebody else has to review what you opened."
REVIEWED = "This was reviewed meanwhile."
SAY_HOW = "Say how you know."


@dataclass(frozen=True)
class Case:
    """How a case stands to whoever asks for it."""

    is_of_their_force: bool
    is_lodged: bool
    is_barred: bool
    is_restricted: bool
    was_begun_by_a_partner: bool
    is_seen_anyway: bool


def reason_not_to_open(case: Case | None, reason: str) -> str | None:
    """None for `case`: there is none with this reference."""
    if case is None or not case.is_of_their_force or not case.is_lodged or case.is_barred:
        return NOT_THIS_ONE
    if case.is_seen_anyway:
        return OPEN_AS_USUAL
    if case.is_restricted or case.was_begun_by_a_partner:
        return NOT_THIS_ONE
    return None if len(reason.strip()) >= SHORTEST_REASON else SAY_WHY


def ends_at(opened: datetime) -> datetime:
    return opened + LASTS


def review_by(opened: datetime) -> datetime:
    """The end of the third working day after it, in England and Wales."""
    return end_of(add_working_days(local_day(opened), REVIEW_WITHIN))


def reason_not_to_review(*, is_own: bool, is_reviewed: bool, note: str) -> str | None:
    if is_own:
        return YOUR_OWN
    if is_reviewed:
        return REVIEWED
    return None if note.strip() else SAY_HOW
