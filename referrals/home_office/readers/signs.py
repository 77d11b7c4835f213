"""Signs that were noticed: each by itself, how it is known, and in whose words. Nothing is counted or scored."""

from referrals.enums import KnownBy
from referrals.home_office.facts import Facts
from referrals.home_office.rules import Answer
from referrals.home_office.source import chosen
from referrals.home_office.wording import YES_OR_NO, headed, listed, paragraphs, sentences
from referrals.models import Observation
from referrals.rules.signs import GROUPS

HOW = {KnownBy.SEEN: "seen", KnownBy.TOLD: "told by the person", KnownBy.OTHERS: "told by somebody else"}


def any_noticed(facts: Facts) -> Answer:
    if facts.dossier.observations:
        return Answer(codes=("yes",))
    noticed = facts.dossier.signs_noticed
    return Answer(codes=("no",)) if noticed.none_seen else chosen(noticed.any_seen, YES_OR_NO)


def which(facts: Facts) -> Answer:
    noticed = facts.dossier.signs_noticed
    by_sign = {row.sign: row for row in facts.dossier.observations}
    groups = [
        headed(title, "\n".join(_described(by_sign[sign], label) for sign, label in signs.items() if sign in by_sign))
        for title, signs in GROUPS.items()
    ]
    whence = listed([noticed.noticed_by, noticed.noticed_on])
    return Answer(text=paragraphs(*groups, noticed.note, headed("Noticed by", whence)) if by_sign else noticed.note)


def _described(row: Observation, label: str) -> str:
    how = HOW[KnownBy(row.known_by)] if row.known_by else ""
    head = f"{label} ({how})" if how else label
    return sentences([f"- {head}: {row.words}" if row.words else f"- {head}", listed([row.seen_by, row.seen_on])])
