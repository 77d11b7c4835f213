"""Asking the Home Office to look again: on which grounds, and until when. Late is recorded too, with the reason."""

from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    NEW_EVIDENCE = "new_evidence"
    GUIDANCE = "guidance"
    REVIEW = "review"


LABELS = {
    Ground.NEW_EVIDENCE: "New evidence that could change the outcome",
    Ground.GUIDANCE: "A specific concern that the decision departed from the statutory guidance",
    Ground.REVIEW: "A review of the decision on protection",
}
SAY_WHY_LATE = "The last day to ask was {last}. Say what is exceptional, so that they look again all the same."


def is_late(last: date | None, on: date) -> bool:
    return last is not None and on > last


def reason_not_to_ask(last: date | None, on: date, why_late: str) -> str | None:
    """Nothing but a missing reason: whether they look again is for them to say."""
    if last and is_late(last, on) and not why_late.strip():
        return SAY_WHY_LATE.format(last=f"{last:%a} {last.day} {last:%b %Y}")
    return None
