"""What this reader may do next with a case, and where: as far as there are pages for it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agencies.enums import Permission
from referrals.casework.queries.case import Case, address_or_none
from referrals.casework.rules import what_now as rules
from referrals.casework.rules.what_now import Facts
from referrals.enums import DeadlineKind, Status
from referrals.lodging.afterwards import COUNTS_AS_CHILD
from referrals.lodging.queries.case import acts_of
from referrals.models import Deadline
from referrals.rules import clocks
from referrals.rules.clocks import on_day

# Whose due time is said in the sentence.
SAID_OF = {
    Status.RG_PENDING: DeadlineKind.FIRST_DECISION,
    Status.RG_FIR: DeadlineKind.QUESTION,
    Status.CG_FIR: DeadlineKind.QUESTION,
    Status.RG_NEGATIVE: DeadlineKind.ASK_AGAIN,
    Status.CG_NEGATIVE: DeadlineKind.ASK_AGAIN,
    Status.DISQ_CONSIDERED: DeadlineKind.REPRESENTATIONS,
}


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Now:
    """One sentence, at most three buttons, and what else is possible."""

    sentence: str
    buttons: list[Link]
    others: list[Link]


def now(case: Case, deadlines: list[Deadline], at: datetime) -> Now:
    """Of a case that was read with `FOR_NOW`."""
    found = rules.what_now(_facts(case, deadlines, at))
    links = _links(case)
    first = rules.buttons_first(links, found.first)
    return Now(
        found.sentence,
        [links[name] for name in first],
        [link for name, link in links.items() if name not in first],
    )


def _facts(case: Case, deadlines: list[Deadline], at: datetime) -> Facts:
    referral, status = case.referral, Status(case.referral.status)
    running = [each for each in deadlines if each.is_running]
    late = [each for each in running if clocks.is_by(each.kind) and each.due_at <= at]
    said = next((each for each in running if each.kind == SAID_OF.get(status)), None)
    return Facts(
        status=status,
        waits_for_first_responder=referral.is_concern and referral.adopted_at is None,
        waits_for_approval=referral.open_approval is not None,
        waits_for_second_reader=referral.unread_decision is not None,
        is_risk_assessed=bool(referral.risk),
        is_checked=bool(referral.is_checked),
        open_questions=referral.open_questions,
        overdue=late[0].get_kind_display() if late else "",
        next_due=on_day(said.due_at, at) if said else "",
    )


def _links(case: Case) -> dict[str, Link]:
    """By the name of the page. Those of lodging come after those of the status."""
    referral = case.referral
    keyed = (
        ("approval", "Approve or refuse", referral.to_approve, Permission.APPROVE),
        ("second-read", "Read it as the second person", referral.to_read, Permission.RECORD_DECISION),
    )
    found = {
        name: Link(label, address)
        for name, label, key, permission in keyed
        if key and permission in case.allowed
        if (address := address_or_none(name, reference=referral.reference, pk=key))
    }
    for page in rules.pages_from(Status(referral.status)):
        address = address_or_none(page.name, reference=referral.reference)
        if address and page.permission in case.allowed:
            found[page.name] = Link(page.label, address)
    for label, name in acts_of(
        referral,
        case.allowed,
        is_child=case.age in COUNTS_AS_CHILD,
        is_sent=referral.sent_at is not None,
        has_reference=bool(referral.their_reference),
    ):
        found.setdefault(name, Link(label, reverse(name, kwargs={"reference": referral.reference})))
    return found
