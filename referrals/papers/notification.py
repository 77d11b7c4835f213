"""What the Home Office is told of an adult who is not referred (Modern Slavery Act 2015 s.52, SI 2015/1743).

Whatever stands in the document is listed here, one line at a time. Nothing is taken from a case and then hidden.
"""

from collections.abc import Collection
from dataclasses import dataclass

from referrals.enums import Exploitation, Route
from victims.enums import Answer

NOT_KNOWN = "Not known"
NOT_YET = "Not yet"
NEVER = {
    Route.CHILD: "A child, and anybody who may be one, never goes by a notification: they are referred.",
    Route.ADULT: "They said yes to being referred. A referral meets the duty to notify.",
    Route.BEST_INTERESTS: "They are referred in their best interests. A referral meets the duty to notify.",
    Route.ADVICE_ONLY: "Your organisation is not bound by the duty to notify, so nothing is sent.",
    Route.WAIT: "They want time to think. Nothing is sent meanwhile.",
    Route.UNKNOWN: "It is not known yet which way this goes, so there is nothing to notify.",
}
NATURES = {
    "In a home": {Exploitation.SERVITUDE},
    "Forced labour": {Exploitation.FORCED_WORK, Exploitation.WAGES_TAKEN, Exploitation.SERVITUDE},
    "Sexual exploitation": {Exploitation.PROSTITUTION, Exploitation.CHILD_SEXUAL, Exploitation.HELD},
    "Removal of organs": {Exploitation.ORGANS},
    "An offence by the person": {Exploitation.FORCED_CRIME, Exploitation.FRAUD},
}

Row = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """Only of an adult who agreed to have their name on it. An address is one that they said is safe."""

    name: str
    born_on: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class NotificationFacts:
    authority: str
    gender: str = ""
    nationalities: tuple[str, ...] = ()
    was_child_then: str = ""
    slavery: str = ""
    trafficking: str = ""
    countries: tuple[str, ...] = ()
    passed_to: str = ""
    found_in: str = ""
    kinds: frozenset[Exploitation] = frozenset()
    text: str = ""
    named: Named | None = None


def reason_not_to_notify(route: Route) -> str | None:
    return NEVER.get(route)


def content(facts: NotificationFacts) -> list[Row]:
    """Everything that the document says of this case, in its order. What is not known is said to be so."""
    rows = [*schedule_1(facts), *_who(facts.named)]
    return [(label, value or NOT_KNOWN) for label, value in rows] + _in_words(facts.text)


def schedule_1(facts: NotificationFacts) -> list[Row]:
    return [("Notifying authority", facts.authority), *_of_the_person(facts), *beside_the_form(facts)]


def _of_the_person(facts: NotificationFacts) -> list[Row]:
    return [
        ("Gender", facts.gender),
        ("Nationality", ", ".join(facts.nationalities)),
        ("Under 18 when it first happened", _answer(facts.was_child_then)),
        ("Country where it happened", ", ".join(facts.countries)),
    ]


def beside_the_form(facts: NotificationFacts) -> list[Row]:
    """What the regulations want and the Home Office form has no box for."""
    return [
        ("Slavery, servitude or forced labour believed", _answer(facts.slavery)),
        ("Human trafficking believed", _answer(facts.trafficking)),
        ("Nature", "; ".join(natures(facts.kinds))),
        ("Passed to a police force", facts.passed_to or NOT_YET),
        ("Police area where they were found", facts.found_in),
    ]


def natures(kinds: Collection[Exploitation]) -> list[str]:
    return [nature for nature, meant in NATURES.items() if not meant.isdisjoint(kinds)]


def _who(named: Named | None) -> list[Row]:
    if named is None:
        return []
    safe = [("E-mail address that is safe", named.email), ("Postal address that is safe", named.address)]
    return [("Name", named.name), ("Date of birth", named.born_on), *(row for row in safe if row[1])]


def _in_words(text: str) -> list[Row]:
    return [("What else can be said", text)] if text else []


def _answer(value: str) -> str:
    return Answer(value).label if value else ""
