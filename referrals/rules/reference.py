"""The reference of a case: MS, the year, six random letters and a seventh that shows a slip of the pen.

Crockford's alphabet, which has no I, L, O or U. The last letter is Luhn's check, over 32 letters: it finds every single
wrong letter and nearly every swap of neighbours.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
SHAPE = re.compile(rf"MS-[0-9]{{2}}-[{ALPHABET}]{{{LENGTH + 1}}}")
# How somebody may read a letter aloud, or write it.
MEANT = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_reference(year: int) -> str:
    """Never sequential, never guessable. About a thousand million for a year."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"MS-{year % 100:02}-{letters}{check_letter(letters)}"


def check_letter(letters: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(letters)):
        number = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += number // len(ALPHABET) + number % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def read_reference(typed: str) -> str | None:
    """What was meant by what was typed. None when it cannot be a reference."""
    found = typed.strip().upper().replace(" ", "-")
    head, letters = found[:6], found[6:].replace("-", "").translate(MEANT)
    is_right = SHAPE.fullmatch(head + letters) and check_letter(letters[:LENGTH]) == letters[LENGTH]
    return head + letters if is_right else None
