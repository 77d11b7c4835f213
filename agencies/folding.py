"""How names and postcodes are compared: without capitals, accents or punctuation."""

import unicodedata
from collections.abc import Iterable

# Letters that do not come apart into a plain letter and an accent. Apostrophes go: "bishops" finds Bishop's Castle.
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " and "}
    | dict.fromkeys("'’‘ʼ`´", "")
)


def folded(text: str) -> str:
    """The words of a text, one space apart."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def searchable(names: Iterable[str]) -> str:
    """Several names in one text: "| first name | second |". A word begins after a space, a name after "| "."""
    known = dict.fromkeys(name for name in map(folded, names) if name)
    return "".join(f"| {name} " for name in known) + "|"


def folded_postcode(text: str) -> str:
    """However it was typed: WR9 9ZZ and wr99zz are one."""
    return "".join(text.split()).upper()
