"""A reference is unguessable, and a slip of the pen shows."""

import pytest

from referrals.rules.reference import ALPHABET, check_letter, new_reference, read_reference


def test_a_reference_says_the_year_and_nothing_else() -> None:
    references = {new_reference(2026) for _ in range(500)}

    assert len(references) == 500
    assert all(reference.startswith("MS-26-") and len(reference) == 13 for reference in references)
    assert {read_reference(reference) for reference in references} == references


@pytest.mark.parametrize("letters", ["000000", "ZZZZZZ", "A1B2C3", "7K0Q4X"])
def test_every_single_wrong_letter_is_found(letters: str) -> None:
    right = f"MS-26-{letters}{check_letter(letters)}"
    for place in range(6, 13):
        for letter in ALPHABET:
            wrong = right[:place] + letter + right[place + 1 :]
            assert read_reference(wrong) == (right if wrong == right else None)


@pytest.mark.parametrize(
    "typed",
    ["ms-26-{}", " MS-26-{} ", "MS 26 {}", "MS-26-{}".lower(), "MS-26-{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}{0[6]}"],
)
def test_it_is_read_as_people_write_it(typed: str) -> None:
    letters = "0A1B2C"
    whole = letters + check_letter(letters)

    assert read_reference(typed.format(whole)) == f"MS-26-{whole}"


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    whole = "0A1B2C" + check_letter("0A1B2C")

    assert read_reference(f"MS-26-{whole.replace('0', 'O').replace('1', 'I')}") == f"MS-26-{whole}"


@pytest.mark.parametrize("typed", ["", "MS-26-", "MS-26-AAAAAAAA", "XX-26-0000000", "\0", "MS-26-UUUUUUU", "é" * 13])
def test_whatever_is_no_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None
