"""Whose move it is, in one sentence, and which pages it is done on. Nothing here holds anything back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agencies.enums import Permission
from referrals.enums import DeadlineKind, Status, Step
from referrals.rules import workflow

MOST_BUTTONS = 3


@dataclass(frozen=True)
class Page:
    """Where something is done, by the name of its address."""

    name: str
    label: str
    permission: Permission


DECISION = Page("record-decision", "Record a decision", Permission.RECORD_DECISION)
HOME_OFFICE = dict.fromkeys(workflow.OF_THE_HOME_OFFICE, DECISION)
# Where each step is recorded. None: before lodging, or on a page that lodging offers by itself.
PAGES: Mapping[Step, Page | None] = {
    Step.LODGE: None,
    Step.LODGE_WAITING: None,
    Step.LODGE_SENT: None,
    Step.DISCARD: None,
    Step.SEND_REFERRAL: None,
    Step.SEND_NOTIFICATION: None,
    Step.WAIT: None,
    Step.DECIDE: None,
    Step.CHANGE_MIND: None,
    Step.WITHDRAW: None,
    Step.HOLD: Page("hold", "Deal with the danger first", Permission.WORK_CASE),
    Step.RELEASE: Page("release", "The danger was dealt with", Permission.WORK_CASE),
    Step.FIND_NO_SIGNS: Page("no-signs", "No signs were found", Permission.WORK_CASE),
    Step.TAKE_ON_INBOUND: Page("take-on-inbound", "Take it on", Permission.WORK_CASE),
    Step.REPLY: Page("record-reply", "Record our answer", Permission.RECORD_DECISION),
    Step.ASK_AGAIN: Page("ask-again", "They ask to look again", Permission.RECORD_DECISION),
    Step.CLOSE: Page("close", "Close the referral", Permission.WORK_CASE),
    Step.REOPEN: Page("reopen", "Open it again", Permission.APPROVE),
    Step.DIED: Page("died", "The person has died", Permission.WORK_CASE),
    Step.REVERSE: Page("reverse-step", "Put the last step right", Permission.RECORD_DECISION),
    **HOME_OFFICE,
}
RISK = Page("risk", "Assess the risk", Permission.WORK_CASE)
CHECK = Page("quality-check", "Check it before it goes", Permission.WORK_CASE)
QUESTIONS = Page("questions", "Ask whoever referred", Permission.ASK_REFERRER)
# Possible whatever the status is. Notes and tasks are added where they stand.
ALWAYS = (
    Page("flags", "Raise or remove a flag", Permission.WORK_CASE),
    RISK,
    QUESTIONS,
    Page("considered", "What was considered", Permission.WORK_CASE),
    Page("assign", "Give it to somebody", Permission.ASSIGN_CASE),
    Page("hand-over-case", "Hand over to another unit or force", Permission.ASSIGN_CASE),
    PAGES[Step.REVERSE],
)
BEFORE_SENDING = frozenset({Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING})


def pages_from(status: Status) -> list[Page]:
    """What may be recorded from here, each page once."""
    stepped = [PAGES[step] for step in workflow.steps_from(status)]
    checked = [CHECK] if status in BEFORE_SENDING else []
    found = dict.fromkeys(page for page in [*stepped, *checked, *ALWAYS] if page)
    # A letter of the Home Office is recorded from wherever a case stands.
    if status not in BEFORE_SENDING:
        found.setdefault(DECISION)
    return list(found)


@dataclass(frozen=True)
class Facts:
    """`overdue`: what is late, as its clock is called. `next_due`: the day by which the next thing is due, in words."""

    status: Status
    waits_for_first_responder: bool = False
    waits_for_approval: bool = False
    waits_for_second_reader: bool = False
    is_risk_assessed: bool = False
    is_checked: bool = False
    open_questions: int = 0
    overdue: str = ""
    next_due: str = ""


@dataclass(frozen=True)
class WhatNow:
    """`first`: names of the pages that its buttons lead to, as far as there are such pages for the reader."""

    sentence: str
    first: tuple[str, ...] = ()


SAYS: Mapping[Status, WhatNow] = {
    Status.DRAFT: WhatNow("Whoever began it has not passed it on yet."),
    Status.INBOUND: WhatNow(
        "Somebody else told us of this person. Look at what they told, and take it on.",
        ("take-on-inbound", "record-decision"),
    ),
    Status.TRIAGE: WhatNow("It is ready. Send it to the Home Office, and record that here.", ("sending",)),
    Status.SAFEGUARDING_HOLD: WhatNow(
        "The danger comes first. The referral may be sent all the same.", ("release", "sending")
    ),
    Status.NFA_LOCAL: WhatNow("No signs were found. Close it when nothing is left to do.", ("close",)),
    Status.CONSENT_PENDING: WhatNow(
        "The adult is deciding. Ask them again when they are ready, and record what they say.", ("decision",)
    ),
    Status.DTN_SENT: WhatNow(
        "Nothing more goes to the Home Office unless they say yes. Close it when nothing is left to do.",
        ("close", "decision"),
    ),
    Status.NRM_SUBMITTED: WhatNow(
        "Nothing is yours to do. Record it when the Home Office says that it has received it.", ("record-decision",)
    ),
    Status.RG_PENDING: WhatNow(
        "Nothing is yours to do. If no decision comes{by}, chase the competent authority.", ("record-decision",)
    ),
    Status.RG_FIR: WhatNow("Answer the question of the Home Office{by}, and record that.", ("record-reply",)),
    Status.RG_NEGATIVE: WhatNow(
        "Tell them, safely, that they may ask the Home Office to look again{by}. The criminal case goes on.",
        ("ask-again", "close"),
    ),
    Status.RG_POSITIVE: WhatNow(
        "They have time to recover. Record the final decision when it comes.", ("record-decision",)
    ),
    Status.CG_FIR: WhatNow("Answer the question of the Home Office{by}, and record that.", ("record-reply",)),
    Status.CG_POSITIVE: WhatNow(
        "They are recognised as a victim. Close it once what runs beside it has an owner.", ("close",)
    ),
    Status.CG_NEGATIVE: WhatNow(
        "Tell them, safely, that they may ask the Home Office to look again{by}. The criminal case goes on.",
        ("ask-again", "close"),
    ),
    Status.RECON_REQUESTED: WhatNow(
        "Nothing is yours to do. Record what the Home Office answers.", ("record-decision",)
    ),
    Status.DISQ_CONSIDERED: WhatNow("Help them to answer the notice on their protection{by}.", ("record-decision",)),
    Status.DISQUALIFIED: WhatNow(
        "Safeguarding goes on. They may ask the Home Office to look again.", ("ask-again", "close")
    ),
    Status.SUSPENDED: WhatNow(
        "The Home Office cannot reach them. Look for them, and record it when the Home Office goes on.",
        ("record-decision",),
    ),
    Status.WITHDRAWN: WhatNow(
        "They left the NRM. Safeguarding and the investigation go on: close it once each has an owner.", ("close",)
    ),
    Status.DECEASED: WhatNow("The person has died. Close it when nothing is left to do.", ("close",)),
    Status.CLOSED: WhatNow("It is closed. What runs beside it goes on with its owner.", ("reopen",)),
    Status.DISCARDED: WhatNow("A supervisor discarded it."),
}


def what_now(facts: Facts) -> WhatNow:
    found = _more_urgent(facts) or _of_triage(facts) or _of_late_answers(facts) or SAYS[facts.status]
    by = f" by {facts.next_due}" if facts.next_due else ""
    late = f"Late: {facts.overdue[:1].lower()}{facts.overdue[1:]}. " if facts.overdue else ""
    return WhatNow(late + found.sentence.format(by=by), found.first)


def _more_urgent(facts: Facts) -> WhatNow | None:
    if facts.waits_for_first_responder:
        return WhatNow("A first responder takes on this concern. Until then nothing is sent.", ("adopt",))
    if facts.waits_for_approval:
        return WhatNow("A supervisor who did not ask for it approves or refuses.", ("approval",))
    if facts.waits_for_second_reader:
        return WhatNow("Somebody else reads the letter beside what was recorded.", ("second-read",))
    return None


def _of_triage(facts: Facts) -> WhatNow | None:
    if facts.status != Status.TRIAGE:
        return None
    if not facts.is_risk_assessed:
        return WhatNow(
            "Assess the risk, and check what is missing. Neither holds back the sending.",
            ("risk", "quality-check", "sending"),
        )
    if facts.open_questions:
        wait = "1 question waits" if facts.open_questions == 1 else f"{facts.open_questions} questions wait"
        return WhatNow(f"{wait} for whoever referred. It may be sent meanwhile.", ("questions", "sending"))
    if not facts.is_checked:
        return WhatNow("Check it against what the Home Office asks, then send it.", ("quality-check", "sending"))
    return None


def _of_late_answers(facts: Facts) -> WhatNow | None:
    """The Home Office is late, not we."""
    if facts.overdue != DeadlineKind.FIRST_DECISION.label or facts.status != Status.RG_PENDING:
        return None
    return WhatNow("Chase the competent authority, and record the decision when it comes.", ("record-decision",))


def buttons_first(names: Iterable[str], first: Iterable[str]) -> list[str]:
    """Which of the pages that exist become buttons: what the sentence asks for."""
    here = list(names)
    return [name for name in dict.fromkeys(first) if name in here][:MOST_BUTTONS]
