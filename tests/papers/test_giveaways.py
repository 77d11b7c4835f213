"""The obvious things that tell who somebody is, however they are written. A hand-written table."""

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.papers.giveaways import Giveaway, Known, giveaways, names_of_others, sentence

G = Giveaway

KNOWN = Known(
    names=("mirela ana", "Hoxha", "Nguyễn", "Li"),
    born_on=PartialDate(1995, 5, 17),
    suspects=("Unknown male, called Artan B.",),
    others=("Drita", "Çela"),
    numbers=("4417",),
    streets=("12 Rose Court",),
    towns=("Bishop's Castle", "Redditch"),
    references=("22/98765/26", "MS-26-ABCDEF1", "Oak Tree"),
)

FOUND = {
    "She is called mirela.": [G.NAME],
    "A woman, HOXHA by name": [G.NAME],
    "Nguyen, as she writes it": [G.NAME],
    "Ngu\u0079e\u0302\u0303n": [G.NAME],
    "Li came": [G.NAME],
    "Born on 17 May": [G.BIRTH],
    "Born 17/05": [G.BIRTH],
    "the 17th of May": [G.BIRTH],
    "May 17th": [G.BIRTH],
    "17.5.95": [G.BIRTH],
    "170595": [G.BIRTH],
    "A woman of 1995": [G.BIRTH],
    "worked for Artan": [G.SUSPECT],
    "with Drita and Cela": [G.OTHERS],
    "ring 07911 123456": [G.TELEPHONE],
    "ring +44 (0)7911-123-456": [G.TELEPHONE],
    "extension 44 17": [G.TELEPHONE],
    "write to a@b": [G.EMAIL],
    "at wr1 1aa": [G.POSTCODE],
    "at 12, Rose court": [G.ADDRESS],
    "found in Bishops Castle": [G.TOWN],
    "found in REDDITCH": [G.TOWN],
    "crime 22 98765 26": [G.TELEPHONE, G.REFERENCE],
    "crime 229876526": [G.TELEPHONE, G.REFERENCE],
    "log oaktree": [G.REFERENCE],
    "case ms 26 abcdef1": [G.REFERENCE],
    "case MS-26-ZZZZZZZ": [G.REFERENCE],
    "Operation Oak Tree": [G.REFERENCE],
    "Mirela, 17 May, Redditch": [G.NAME, G.BIRTH, G.TOWN],
}


@pytest.mark.parametrize("text", FOUND)
def test_what_tells_who_somebody_is_is_found(text: str) -> None:
    assert giveaways(text, KNOWN) == FOUND[text]


NOT_FOUND = [
    "",
    "A man we do not know, called by others an unknown male.",
    "They came in 2019 and left in 2024, 7 days a week, 14 hours a day, for 20 pounds.",
    "Life was hard. In May they left. An adult of Albanian nationality.",
    "The rose garden, a court, an oak.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert giveaways(text, KNOWN) == []


def test_what_is_known_of_a_date_of_birth_in_part_is_found_in_part() -> None:
    assert giveaways("born about 1995", Known(born_on=PartialDate(1995))) == [G.BIRTH]
    assert giveaways("born on 17 May", Known(born_on=PartialDate(1995, 5))) == []


def test_of_a_named_one_only_others_must_not_be_told() -> None:
    assert names_of_others("Mirela worked for Artan with Drita", KNOWN) == [G.SUSPECT, G.OTHERS]


def test_it_names_the_kind_of_thing_and_not_the_thing() -> None:
    said = sentence(giveaways("Mirela, 17 May, Redditch", KNOWN))

    assert said == "their name, or a part of it, their date of birth and a town of this case"
