"""How they may be reached. Only what is marked safe leaves this service: not known counts as not safe."""

from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.source import Reader
from victims.enums import Channel, Recipient
from victims.models import SafeContact

TICKED = Answer(codes=("true",))
WHO = {Recipient.PERSON: "potential-victim", Recipient.SOMEONE_ELSE: "someone-else"}
OWN_NUMBER, ANOTHER_NUMBER, NO_NUMBER = ("yes",), ("pv-alternative-number",), ("no",)


def _safe(facts: Facts, channel: Channel) -> SafeContact | None:
    contact = facts.dossier.contacts.get(channel)
    return contact if contact and contact.may_be_used else None


def safe(channel: Channel, field: str) -> Reader:
    def read(facts: Facts) -> Answer:
        contact = _safe(facts, channel)
        return Answer(text=getattr(contact, field)) if contact else NOTHING

    return read


def safe_tick(channel: Channel) -> Reader:
    return lambda facts: TICKED if _safe(facts, channel) else NOTHING


def telephone(facts: Facts) -> Answer:
    """Their own if it is safe to call, else somebody else's, else none with a reason."""
    if _has(facts, Channel.CALL, "value"):
        return Answer(codes=OWN_NUMBER)
    if _has(facts, Channel.OTHER_NUMBER, "value"):
        return Answer(codes=ANOTHER_NUMBER)
    return Answer(codes=NO_NUMBER) if facts.dossier.decision_recipient.no_phone_reason else NOTHING


def _has(facts: Facts, channel: Channel, field: str) -> bool:
    contact = _safe(facts, channel)
    return bool(contact and getattr(contact, field))


def written_to(facts: Facts) -> Answer:
    by_email = _has(facts, Channel.EMAIL, "value")
    by_post = any(_has(facts, Channel.POST, field) for field in ("street", "town", "postcode"))
    return _ways(by_email=by_email, by_post=by_post)


def other_written_to(facts: Facts) -> Answer:
    other = facts.dossier.decision_recipient
    return _ways(by_email=bool(other.email), by_post=any([other.street, other.town, other.postcode]))


def _ways(*, by_email: bool, by_post: bool) -> Answer:
    return Answer(codes=("email",) * by_email + ("post",) * by_post)


def other_permits(facts: Facts) -> Answer:
    return TICKED if facts.dossier.decision_recipient.has_permission else NOTHING
