"""Finds out what the fonts inside typst can show, for referrals/papers/printable.txt. After typst is upgraded, run:

python -m tests.papers.measure_fonts > referrals/papers/printable.txt
"""

import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import typst

LOOKED_AT = [range(0x20, 0x3000), range(0xA640, 0xA840), range(0xFB00, 0xFFFE)]
# They change the order of what follows, or hide it. On paper they are shown instead of obeyed.
NOT_OBEYED = {0x180E, *range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFFF9, 0xFFFC)}
# Nor are signs that go around a letter: no font puts them there.
NOT_LETTERS = {"Cn", "Cs", "Co", "Cc", "Zl", "Zp", "Me"}
# An accent is looked at over a letter of its script.
UNDER_ACCENTS = "aбבبकກ"
SHEET = '#set document(title: "T")\n#set text(lang: "en", font: "Libertinus Serif", fallback: {})\n#text(sys.inputs.it)'


def measured(folder: Path) -> Iterator[tuple[int, str]]:
    """ "serif" for what the usual font shows, "other" for what another one shows in its place."""
    usual, any_font = compiler(folder, "false"), compiler(folder, "true")
    for code in (code for codes in LOOKED_AT for code in codes if code not in NOT_OBEYED):
        if unicodedata.category(chr(code)) in NOT_LETTERS:
            continue
        if can_show(usual, chr(code)):
            yield code, "serif"
        elif can_show(any_font, chr(code)):
            yield code, "other"


def compiler(folder: Path, fallback: str) -> typst.Compiler:
    page = folder / f"{fallback}.typ"
    page.write_text(SHEET.format(fallback))
    return typst.Compiler(page, ignore_system_fonts=True)


def can_show(sheet: typst.Compiler, letter: str) -> bool:
    ways = [f"{under}{letter}" for under in UNDER_ACCENTS] if unicodedata.combining(letter) else [letter]
    return any(compiles(sheet, way) for way in ways)


def compiles(sheet: typst.Compiler, it: str) -> bool:
    try:
        sheet.compile(sys_inputs={"it": it}, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = list(measured(Path(folder)))
    for (_, font), run in groupby(enumerate(found), lambda one: (one[1][0] - one[0], one[1][1])):
        codes = [code for _, (code, _) in run]
        sys.stdout.write(f"{codes[0]:04X}-{codes[-1]:04X} {font}\n")


if __name__ == "__main__":
    main()
