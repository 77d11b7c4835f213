"""How a case stands, in words that a tired officer understands. No word says "sent" before a sending was recorded."""

from dataclasses import dataclass

from referrals.enums import Route, Status
from referrals.models import Referral, Sending

WORDS = {
    Status.DRAFT: "Not sent yet",
    Status.TRIAGE: "Being checked by our unit",
    Status.CONSENT_PENDING: "They are deciding whether to agree",
    Status.NRM_SUBMITTED: "Sent to the Home Office",
    Status.DTN_SENT: "Home Office notified, no referral",
    Status.WITHDRAWN: "They chose to stop",
    Status.DISCARDED: "Draft discarded",
}
NOT_YET_SENT = "Not yet sent to the Home Office"
NAMED = {Route.NOTIFY_NAMED: "Their name was sent.", Route.NOTIFY_ANONYMOUS: "No name was sent."}


@dataclass(frozen=True)
class Standing:
    """`words` is the status; `more` is what else there is to say, in sentences."""

    words: str
    more: str


def standing_of(referral: Referral) -> Standing:
    """Reads the sendings: prefetch them for a list."""
    sendings = list(referral.sendings.all())
    last = sendings[-1] if sendings else None
    more = [NOT_YET_SENT + "."] if referral.is_lodged and referral.is_not_yet_sent else []
    return Standing(_words(referral), " ".join([*more, *_more(referral, last)]))


def _words(referral: Referral) -> str:
    if referral.is_concern and not referral.adopted_at and referral.status in (Status.TRIAGE, Status.CONSENT_PENDING):
        return f"{referral.force} is asked to take it on"
    if referral.status == Status.TRIAGE and referral.force_id != referral.agency_id:
        return f"Being checked by {referral.force}"
    return WORDS[Status(referral.status)]


def _more(referral: Referral, last: Sending | None) -> list[str]:
    if referral.status == Status.DISCARDED:
        return [f"Why: {referral.discard_reason}"]
    if referral.status == Status.NRM_SUBMITTED:
        return ["First decision to come, no set date."]
    if referral.status == Status.DTN_SENT and last:
        return [NAMED.get(Route(last.route), ""), "They can still say yes."]
    return []
