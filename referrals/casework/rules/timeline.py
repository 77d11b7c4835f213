"""What the timeline of a case shows, in which groups, and where a page of it begins."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from referrals.enums import Step


class Shown(StrEnum):
    STEPS = "steps"
    NOTES = "notes"
    ADDED = "added"
    EVIDENCE = "evidence"
    BESIDE = "beside"
    WORK = "work"
    MESSAGES = "messages"


LABELS = {
    Shown.STEPS: "Steps and decisions",
    Shown.NOTES: "Notes",
    Shown.ADDED: "Additions and questions",
    Shown.EVIDENCE: "Evidence",
    Shown.BESIDE: "Risk, and what runs beside the referral",
    Shown.WORK: "Tasks, flags and clocks",
    Shown.MESSAGES: "Messages sent",
}
# Messages are many, and rarely what somebody looks for.
USUAL = tuple(shown for shown in Shown if shown != Shown.MESSAGES)
CURSOR = re.compile(r"([a-z_]{1,24})-([0-9]{1,18})")


@dataclass(frozen=True)
class Asked:
    """`ignored`: something was asked for that is not known."""

    shown: tuple[Shown, ...]
    is_ignored: bool = False


def asked_for(values: Sequence[str]) -> Asked:
    known = tuple(shown for shown in Shown if shown in values)
    return Asked(known or USUAL, is_ignored=len(known) < len(set(values)))


def cursor(text: str) -> tuple[str, int] | None:
    """Of the last entry of the page before: which sort it is, and its key."""
    found = CURSOR.fullmatch(text)
    return (found[1], int(found[2])) if found else None


# What was done, as a heading.
TITLES: Mapping[Step, str] = {
    Step.LODGE: "Passed to the unit",
    Step.LODGE_WAITING: "Passed to the unit while the adult decides",
    Step.LODGE_SENT: "Passed on after it had gone to the Home Office",
    Step.DISCARD: "Draft discarded",
    Step.SEND_REFERRAL: "Sent to the Home Office",
    Step.SEND_NOTIFICATION: "Home Office notified",
    Step.WAIT: "The adult wants time to decide",
    Step.DECIDE: "The adult has decided",
    Step.CHANGE_MIND: "Asked again after a notification",
    Step.HOLD: "The danger is dealt with first",
    Step.RELEASE: "The danger was dealt with",
    Step.FIND_NO_SIGNS: "No signs found",
    Step.TAKE_ON_INBOUND: "Taken on from somebody else",
    Step.REPLY: "The Home Office was answered",
    Step.ASK_AGAIN: "The Home Office was asked to look again",
    Step.WITHDRAW: "The adult withdrew",
    Step.CLOSE: "Closed",
    Step.REOPEN: "Opened again",
    Step.DIED: "The person has died",
    Step.REVERSE: "Put right",
    Step.RETURN: "The Home Office gave it back",
    Step.RECEIVED: "The Home Office has received it",
    Step.ASK_BEFORE_FIRST: "The Home Office asked a question before its first decision",
    Step.FIRST_YES: "First decision: yes",
    Step.FIRST_NO: "First decision: no",
    Step.ASK_BEFORE_FINAL: "The Home Office asked a question before its final decision",
    Step.FINAL_YES: "Final decision: yes",
    Step.FINAL_NO: "Final decision: no",
    Step.UPHOLD: "The decision stays as it was",
    Step.QUESTION_PROTECTION: "Protection is questioned",
    Step.KEEP_PROTECTION: "Protection stays",
    Step.DISQUALIFY: "Protection removed",
    Step.SUSPEND: "The Home Office paused it",
    Step.RESUME: "The Home Office goes on, first decision to come",
    Step.RESUME_AFTER_FIRST: "The Home Office goes on after its first decision",
    Step.CONFIRM_ERROR: "Closed by the Home Office: referred in error",
}
# The legal name of an outcome stands once, on the decision itself.
LEGAL: Mapping[Step, str] = {
    Step.FIRST_YES: "Reasonable grounds, positive",
    Step.FIRST_NO: "Reasonable grounds, negative",
    Step.FINAL_YES: "Conclusive grounds, positive",
    Step.FINAL_NO: "Conclusive grounds, negative",
    Step.ASK_BEFORE_FIRST: "Further information request",
    Step.ASK_BEFORE_FINAL: "Further information request",
    Step.UPHOLD: "Reconsideration: decision upheld",
    Step.QUESTION_PROTECTION: "Disqualification considered",
    Step.KEEP_PROTECTION: "Disqualification not applied",
    Step.DISQUALIFY: "Disqualification",
    Step.SUSPEND: "Suspended",
}
