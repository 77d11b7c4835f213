"""Where the answer to one of their questions comes from in our model: the section, the box, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agencies.enums import ListName
from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.wording import NOT_SURE_HERE, OR_SAY_WHY_NOT, YES_OR_NO, told
from victims.enums import Answer as OurAnswer

Reader = Callable[[Facts], Answer]


@dataclass(frozen=True)
class Source:
    """`anchor` is the HTML id of our box, or the name of a list of rows. `say` tells what to do when it is empty."""

    section: str
    anchor: str
    say: str
    read: Reader


def text(section: str, row: str, field: str, say: str = "") -> Source:
    """A text of ours, and where one stands beside it, the reason why it is empty."""

    def read(facts: Facts) -> Answer:
        return Answer(text=text_of(facts, row, field))

    return Source(section, f"id_{row}-{field}", say, read)


def told_text(section: str, row: str, field: str, say: str) -> Source:
    return text(section, row, field, say + OR_SAY_WHY_NOT)


def choice(section: str, row: str, field: str, codes: Mapping[Any, str], say: str) -> Source:
    def read(facts: Facts) -> Answer:
        return chosen(getattr(getattr(facts.dossier, row), field), codes)

    return Source(section, f"id_{row}-{field}", say, read)


def yes_or_no(section: str, row: str, field: str, say: str) -> Source:
    return choice(section, row, field, YES_OR_NO, say)


def listed(section: str, row: str, field: str, list_name: ListName, say: str) -> Source:
    def read(facts: Facts) -> Answer:
        return facts.listed(list_name, getattr(getattr(facts.dossier, row), field), say)

    return Source(section, f"id_{row}-{field}", say, read)


def chosen(ours: str, codes: Mapping[Any, str]) -> Answer:
    """One of theirs for each of ours. Not sure has no place where it is not among them."""
    if ours in codes:
        return Answer(codes=(codes[ours],))
    return Answer(misfit=NOT_SURE_HERE) if ours == OurAnswer.NOT_SURE else NOTHING


def text_of(facts: Facts, row: str, field: str) -> str:
    held = getattr(facts.dossier, row)
    return told(getattr(held, field), getattr(held, f"{field}_gap", ""))
