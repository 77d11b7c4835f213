"""Who a made-up case is about and who has it: what fills the gaps of a mould."""

import random
import re
import uuid
from collections.abc import Sequence
from functools import lru_cache
from operator import add
from typing import Any

from agencies.folding import folded
from referrals.demonstration.generated import words
from referrals.demonstration.generated.dice import pick
from referrals.demonstration.generated.ground import Ground
from referrals.demonstration.generated.mould import Mould
from victims.enums import Gender

# To the server, 1E2JJH7 is a number, which ends before the first J.
POWER_OF_TEN = re.compile(r"\b(\d+e\d+)(?=[^\W\d])")
# Of the words of a text. Nothing made up has nearly as many.
PLACES = [f":{place}" for place in range(1, 1_000)]


def drawn(mould: Mould, number: int, ground: Ground, draw: random.Random) -> dict[str, Any]:
    """By the names of the gaps, but for the keys of the rows."""
    case, is_child = mould.case, mould.is_child
    town = pick(draw, ground.towns)
    place = ground.labels[town]
    years = 9 + int(draw.random() * 8) if is_child else 20 + int(abs(draw.gauss(0, 14)))
    owner = pick(draw, ground.managers)
    known: dict[str, Any] = {
        "reference": ground.reference(number, case.started_at.year),
        "given": pick(draw, words.GIVEN),
        "family": pick(draw, words.FAMILY),
        "born": case.started_at.year - years,
        "gender": (Gender.MALE if draw.random() < words.MEN[is_child] else Gender.FEMALE).value,
        "nationality": pick(draw, ground.nationalities),
        "town": town,
        "area": ground.areas.get(town, ""),
        "whereabouts": f"{1 + int(draw.random() * 240)} {pick(draw, words.STREETS)}, {place}, for now",
        "label": f"{pick(draw, words.LABELS)}, {place}"[:80] if draw.random() < 0.4 else "",
        "began": _three(draw, words.BEGAN),
        "worked": _three(draw, words.WORKED),
        "home_office": f"NRM{int(draw.random() * 1e8):08}" if draw.random() < 0.9 else "",
        "key": uuid.UUID(int=draw.getrandbits(128)),
        "unit": ground.unit if draw.random() < 0.85 else pick(draw, ground.other_units),
        "author": pick(draw, ground.partners if case.is_from_partner else ground.officers),
        "owner": owner,
        "supervisor": next(each for each in (*ground.supervisors, *ground.managers) if each != owner),
    }
    known["words"] = _searched(known, mould)
    return known


def _three(draw: random.Random, sentences: Sequence[str]) -> str:
    return f"{pick(draw, sentences)} {pick(draw, sentences)} {pick(draw, sentences)}"


def _searched(known: dict[str, Any], mould: Mould) -> str:
    """What referrals/listing.py would have lists searched for."""
    said = (
        *(known["reference"].replace("-", " "), known["label"], known["given"], known["family"], mould.kinds_in_words),
        *(known["whereabouts"], known["began"], known["worked"]),
        *[known["home_office"]] * mould.number_of_sendings,
    )
    return placed_words(" ".join(said))


def placed_words(text: str) -> str:
    """Each with its place, as to_tsvector would have them. It is slow, and most of what is said was said before."""
    found = " ".join(map(_folded_word, text.split())).split()
    return " ".join(map(add, found, PLACES))


@lru_cache(10_000)
def _folded_word(word: str) -> str:
    """Folding is slow, and the same words come again and again. Bounded: a reference comes only once."""
    plain = word.lower() if word.isascii() and word.isalnum() else folded(word)
    return POWER_OF_TEN.sub(r"\1 ", plain)
