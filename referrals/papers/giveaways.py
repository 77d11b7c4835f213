"""What in a text would tell who somebody is. It names the kind of thing, and never the thing.

It finds the obvious only. What identifies by being put together, such as an age, a nationality and a town, is for
whoever writes and whoever reads.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from agencies.folding import folded
from agencies.shell.partial_date import MONTHS, PartialDate

EMAIL = re.compile(r"\S@\S")
POSTCODE = re.compile(r"\b[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}\b", re.IGNORECASE)
TELEPHONE = re.compile(r"\+?[0-9](?:[ ().\-/\u00a0]*[0-9]){8,}")
OUR_REFERENCE = re.compile(r"\bms[ -]?[0-9]{2}[ -]?[0-9a-z]{7}\b", re.IGNORECASE)
# A part of a name that is shorter stands in too many words; the whole name is looked for all the same.
SHORTEST_PART = 3
SHORTEST_NUMBER = 4
# What people write where they know no name. A box for a name holds more than names.
NOT_NAMES = {
    "a", "an", "and", "the", "of", "or", "by", "not", "known", "unknown", "unidentified", "no", "name", "names",
    "called", "nickname", "alias", "mr", "mrs", "miss", "ms", "dr", "man", "men", "woman", "women", "male",
    "female", "boy", "girl", "person", "people", "adult", "child", "suspect", "driver", "boss",
}  # fmt: skip


class Giveaway(StrEnum):
    NAME = "their name, or a part of it"
    BIRTH = "their date of birth"
    SUSPECT = "the name of somebody suspected"
    OTHERS = "the name of somebody else in the case"
    TELEPHONE = "a telephone number"
    EMAIL = "an e-mail address"
    POSTCODE = "a postcode"
    ADDRESS = "a part of an address"
    TOWN = "a town of this case"
    REFERENCE = "a reference or a number of the case or of the person"


@dataclass(frozen=True)
class Known:
    """What the record holds that a notification must not."""

    names: tuple[str, ...] = ()
    born_on: PartialDate | None = None
    suspects: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def giveaways(text: str, known: Known) -> list[Giveaway]:
    return list(dict.fromkeys(_found(text, known)))


def names_of_others(text: str, known: Known) -> list[Giveaway]:
    """Those that stay out of every notification, with the person's own name on it or without."""
    return [found for found in giveaways(text, known) if found in {Giveaway.SUSPECT, Giveaway.OTHERS}]


def sentence(found: Iterable[Giveaway]) -> str:
    *rest, last = found
    return f"{', '.join(rest)} and {last}" if rest else str(last)


def _found(text: str, known: Known) -> Iterator[Giveaway]:
    words, squeezed = f" {folded(text)} ", _squeezed(text)
    tests = {
        Giveaway.NAME: _names(words, map(str.title, known.names)),
        Giveaway.BIRTH: known.born_on is not None and any(f" {date} " in words for date in _dates(known.born_on)),
        Giveaway.SUSPECT: _names(words, known.suspects),
        Giveaway.OTHERS: _names(words, known.others),
        Giveaway.TELEPHONE: bool(TELEPHONE.search(text)) or _numbers(squeezed, known.numbers),
        Giveaway.EMAIL: bool(EMAIL.search(text)),
        Giveaway.POSTCODE: bool(POSTCODE.search(text)),
        Giveaway.ADDRESS: _phrases(words, known.streets),
        Giveaway.TOWN: _phrases(words, known.towns),
        Giveaway.REFERENCE: bool(OUR_REFERENCE.search(text)) or _numbers(squeezed, known.references),
    }
    yield from (kind for kind, is_there in tests.items() if is_there)


def _names(words: str, names: Iterable[str]) -> bool:
    return any(f" {part} " in words for name in names for part in _parts(name))


def _parts(name: str) -> Iterator[str]:
    """The whole, and each of its words that may be a name by itself."""
    if not NOT_NAMES.issuperset(folded(name).split()):
        yield folded(name)
    for part in (part for word in name.split() if _begins_large(word) for part in folded(word).split()):
        if len(part) >= SHORTEST_PART and part not in NOT_NAMES:
            yield part


def _begins_large(word: str) -> bool:
    """As a name does. Scripts without small letters count as large."""
    letters = [letter for letter in word if letter.isalpha()]
    return bool(letters) and not letters[0].islower()


def _phrases(words: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in words for phrase in map(folded, phrases) if phrase)


def _numbers(squeezed: str, numbers: Iterable[str]) -> bool:
    return any(number in squeezed for number in map(_squeezed, numbers) if len(number) >= SHORTEST_NUMBER)


def _squeezed(text: str) -> str:
    """Letters and digits alone, so that 22/98765/26 is found however it is written."""
    return folded(text).replace(" ", "")


def _dates(born: PartialDate) -> Iterator[str]:
    """As somebody may write it. The year alone says enough to look twice."""
    yield f"{born.year}"
    if born.month is None or born.day is None:
        return
    day, month = born.day, born.month
    yield from (f"{day:02}{month:02}{year}" for year in (f"{born.year}", f"{born.year % 100:02}"))
    name = MONTHS[month - 1].casefold()
    for called in (name, name[:3], f"{month}", f"{month:02}"):
        for number in (f"{day}", f"{day:02}", f"{day}{_ending(day)}"):
            yield from (f"{number} {called}", f"{number} of {called}", f"{called} {number}")


def _ending(day: int) -> str:
    return {1: "st", 21: "st", 31: "st", 2: "nd", 22: "nd", 3: "rd", 23: "rd"}.get(day, "th")
