"""How a case stands, in words that a tired officer understands. No word says "sent" before a sending was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.timezone import localdate

from referrals.enums import DeadlineKind, Route, Status, Step
from referrals.models import Referral, Sending

WORDS: Mapping[Status, str] = {
    Status.DRAFT: "Not sent yet",
    Status.INBOUND: "Somebody else told the unit of them",
    Status.TRIAGE: "Being checked by our unit",
    Status.SAFEGUARDING_HOLD: "Danger being dealt with",
    Status.NFA_LOCAL: "Our unit found no signs",
    Status.CONSENT_PENDING: "They are deciding whether to agree",
    Status.DTN_SENT: "Home Office notified, no referral",
    Status.NRM_SUBMITTED: "Sent to the Home Office",
    Status.RG_PENDING: "The Home Office has it",
    Status.RG_FIR: "The Home Office asked us a question",
    Status.RG_NEGATIVE: "First decision: no",
    Status.RG_POSITIVE: "First decision: yes",
    Status.CG_FIR: "The Home Office asked us a question",
    Status.CG_POSITIVE: "Final decision: yes, recognised as a victim",
    Status.CG_NEGATIVE: "Final decision: no",
    Status.RECON_REQUESTED: "The Home Office was asked to look again",
    Status.DISQ_CONSIDERED: "The Home Office is considering whether protection applies",
    Status.DISQUALIFIED: "The Home Office removed the protection",
    Status.SUSPENDED: "Paused: the Home Office cannot reach them",
    Status.WITHDRAWN: "They chose to stop",
    Status.DECEASED: "They have died",
    Status.CLOSED: "Closed",
    Status.DISCARDED: "Draft discarded",
}
# What follows, where it is the same for everybody.
THEN: Mapping[Status, str] = {
    Status.SAFEGUARDING_HOLD: "It holds nothing back: the referral is sent all the same.",
    Status.NRM_SUBMITTED: "First decision to come, no set date.",
    Status.RG_PENDING: "First decision to come.",
    Status.RG_FIR: "The unit answers it, and may ask you. First decision to come.",
    Status.RG_POSITIVE: "They have time to recover. Final decision to come, no set date.",
    Status.CG_FIR: "The unit answers it, and may ask you. Final decision to come.",
    Status.RG_NEGATIVE: "The criminal case goes on.",
    Status.CG_NEGATIVE: "The criminal case goes on.",
    Status.RECON_REQUESTED: "Their answer is to come, no set date.",
    Status.DISQUALIFIED: "Safeguarding and the criminal case go on.",
    Status.SUSPENDED: "If you know how they are, tell the unit.",
    Status.WITHDRAWN: "The criminal case and safeguarding go on.",
}
A_NO = frozenset({Status.RG_NEGATIVE, Status.CG_NEGATIVE})
NOT_YET_SENT = "Not yet sent to the Home Office"
NAMED = {Route.NOTIFY_NAMED: "Their name was sent.", Route.NOTIFY_ANONYMOUS: "No name was sent."}


@dataclass(frozen=True)
class Standing:
    """`words` is the status; `more` is what else there is to say, in sentences."""

    words: str
    more: str


def standing_of(referral: Referral) -> Standing:
    """Reads the sendings and, after a no, the clocks: prefetch them for a list, as lodging/queries/mine.py does."""
    sendings = list(referral.sendings.all())
    last = sendings[-1] if sendings else None
    more = [NOT_YET_SENT + "."] if referral.is_lodged and referral.is_not_yet_sent else []
    return Standing(_words(referral), " ".join([*more, *_more(referral, last)]))


def _words(referral: Referral) -> str:
    status = Status(referral.status)
    if referral.is_concern and not referral.adopted_at and referral.is_not_yet_sent and referral.is_lodged:
        return f"{referral.force} is asked to take it on"
    if referral.force_id != referral.agency_id and status == Status.TRIAGE:
        return f"Being checked by {referral.force}"
    if referral.force_id != referral.agency_id and status == Status.NFA_LOCAL:
        return f"{referral.force} found no signs"
    return WORDS[status]


def _more(referral: Referral, last: Sending | None) -> list[str]:
    status = Status(referral.status)
    if status == Status.DISCARDED:
        return [f"Why: {referral.discard_reason}"]
    if status == Status.DTN_SENT:
        return [NAMED.get(Route(last.route), "") if last else "", "They can still say yes."]
    if status == Status.NFA_LOCAL:
        reason = _how_it_got_here(referral)[1]
        return [*([f"Why: {reason.rstrip('.')}."] if reason else []), f"Ask {referral.owner or referral.unit}."]
    if status == Status.CLOSED:
        before = _how_it_got_here(referral)[0]
        return [f"What came of it: {_lower(WORDS[Status(before)])}."] if before else []
    until = _until(referral) if status in A_NO else ""
    return [sentence for sentence in (until, THEN.get(status, "")) if sentence]


def _until(referral: Referral) -> str:
    """When the last day has passed, it says so too: somebody may still be asked for more time."""
    clocks = getattr(referral, "open_clocks", None)
    clocks = referral.deadlines.all() if clocks is None else clocks
    open_one = next((each for each in clocks if each.kind == DeadlineKind.ASK_AGAIN and each.done_at is None), None)
    if open_one is None:
        return ""
    day = localdate(open_one.due_at)
    return f"They may ask the Home Office to look again until {day:%A} {day.day} {day:%B %Y}."


def _how_it_got_here(referral: Referral) -> tuple[str, str]:
    """The status before, and why. A list brings both along."""
    if hasattr(referral, "came_from"):
        return referral.came_from or "", referral.why or ""  # type: ignore[attr-defined]  # annotated
    led_here = referral.steps.filter(target=referral.status, reversed_by=None)
    last = led_here.exclude(step__in=[Step.REOPEN, Step.REVERSE]).last()
    return (last.source, last.reason) if last else ("", "")


def _lower(text: str) -> str:
    return text if text.startswith("Home Office") else text[:1].lower() + text[1:]
