"""How a text gets on paper. What no font can show is shown by its number, so that nothing is lost without a trace."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

NUMBERED = "[U+"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
TAB = " " * 4
SERIF = "serif"
LATIN_ONLY = {*range(0x20, 0x250), *range(0x2010, 0x2030)}
# A word longer than a line of the paper gets places where it may be broken. They are not seen.
LONG_WORD = re.compile(r"\S{60,}")
BREAK_AFTER = 30
MAY_BREAK = "\u200b"


def _fonts() -> Iterator[tuple[int, str]]:
    """Which font inside typst shows a character: the usual one, or another in its place."""
    for line in Path(__file__).with_name("printable.txt").read_text(encoding="ascii").splitlines():
        codes, font = line.split()
        first, last = (int(end, 16) for end in codes.split("-"))
        yield from ((code, font) for code in range(first, last + 1))


class _Shown(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return f"{NUMBERED}{code:04X}]"


FONTS = dict(_fonts())
SPACES = dict.fromkeys(map(ord, LINE_ENDS), "\n") | {ord("\t"): TAB}
SHOWN = _Shown({code: chr(code) for code in FONTS} | SPACES)
SHOWN_IN_LATIN = _Shown({code: chr(code) for code in FONTS.keys() & LATIN_ONLY} | SPACES)
ACCENTS = "".join(chr(code) for code in FONTS if unicodedata.combining(chr(code)))
ACCENTED = re.compile(f"([^{ACCENTS}])([{ACCENTS}]+)")


def lettered(text: str) -> str:
    """As it is printed."""
    accented = ACCENTED.sub(_accented, text.replace("\r\n", "\n"))
    return LONG_WORD.sub(_breakable, accented.translate(SHOWN))


def lettered_in_latin(text: str) -> str:
    """For what the fonts cannot put together even so."""
    return LONG_WORD.sub(_breakable, text.replace("\r\n", "\n").translate(SHOWN_IN_LATIN))


def _accented(found: re.Match[str]) -> str:
    """An accent of another font than its letter would make the letter disappear."""
    letter, accents = found.groups()
    return letter + "".join(accent if _fits(accent, letter) else SHOWN.__missing__(ord(accent)) for accent in accents)


def _fits(accent: str, letter: str) -> bool:
    fonts = {FONTS.get(ord(accent)), FONTS.get(ord(letter))}
    return fonts == {SERIF} or (len(fonts) == 1 and _script(accent) == _script(letter))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _breakable(word: re.Match[str]) -> str:
    return MAY_BREAK.join(_pieces(word[0]))


def _pieces(word: str) -> Iterator[str]:
    """Never between a letter and its accents."""
    start = 0
    for place in range(BREAK_AFTER, len(word)):
        if place - start >= BREAK_AFTER and not unicodedata.combining(word[place]):
            yield word[start:place]
            start = place
    yield word[start:]
