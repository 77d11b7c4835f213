"""Whatever somebody types gets on paper as it is, or as a number where no font can show it. Nothing of it is obeyed."""

import unicodedata
from typing import Any

import pytest
import typst

from referrals.papers.lettering import ACCENTS, FONTS, MAY_BREAK, lettered, lettered_in_latin
from referrals.papers.typesetting import SHEETS, typeset
from tests.home_office.factories import NOW
from tests.papers.cases import text_of, words_in

VERBATIM = [
    '#panic() #import "/etc/passwd": * #read("lib.typ") $x$ `code` _em_ *b* @ref <label> // gone /**/ \\u{41} ~ --',
    "<script>alert(1)</script> &amp; <b>b</b>",
    "{{ x }} {% now %} {# gone #}",
    "Łukasz Nguyễn, e\u0301 a\u0323\u0302",
    "Привет, Ελλάδα",
]
SHOWN_AS = {
    "😀": "[U+1F600]",
    "汉字": "[U+6C49][U+5B57]",
    "ሰላም": "[U+1230][U+120B][U+121D]",
    "a\x00b\x07": "a[U+0000]b[U+0007]",
    "ab\u202ecd": "ab[U+202E]cd",
    "\u10d0\u0301": "\u10d0[U+0301]",
    "1\u20e3": "1[U+20E3]",
    "a\tb": "a    b",
    "a\r\nb\u2028c\x85d\re": "a\nb\nc\nd\ne",
    "\ud83d": "[U+D83D]",
}


def made(*texts: str) -> bytes:
    facts: dict[str, Any] = {"title": "T", "marking": "M", "about": [], "rows": [("Asked", text) for text in texts]}
    return typeset("notification", facts, NOW)


def test_it_is_printed_as_it_was_typed_and_nothing_in_it_is_obeyed() -> None:
    said = words_in(made(*VERBATIM))

    for text in VERBATIM:
        assert unicodedata.normalize("NFC", text) in unicodedata.normalize("NFC", said)


@pytest.mark.parametrize("text", SHOWN_AS)
def test_what_no_font_can_show_is_shown_by_its_number(text: str) -> None:
    assert lettered(text) == SHOWN_AS[text]


def test_a_paper_with_numbers_says_what_they_stand_for() -> None:
    assert "stands for a character that this paper cannot show" in words_in(made("😀"))
    assert "stands for a character" not in words_in(made("plain"))


def test_writing_from_the_right_is_set_from_the_right() -> None:
    found = text_of(made("مرحبا", "שלום"))

    assert "مرحبا" in found
    assert "שלום" in found


def test_the_fonts_show_every_character_that_they_are_said_to_show() -> None:
    """Accessible PDF refuses a character without a glyph, so that it is made is the proof."""
    letters = "".join(chr(code) for code in FONTS if chr(code) not in ACCENTS)
    page = b'#set document(title: "T")\n#set text(lang: "en")\n#sys.inputs.it'

    typst.compile(page, sys_inputs={"it": "\n".join(letters)}, pdf_standards="ua-1", ignore_system_fonts=True)


def test_what_cannot_be_put_together_is_shown_by_numbers_rather_than_refused() -> None:
    """Should a font ever lack what the list promises, a paper comes out all the same."""
    assert lettered_in_latin("Ж é 汉") == "[U+0416] é [U+6C49]"


def test_a_word_longer_than_a_line_may_be_broken_but_never_before_its_accent() -> None:
    word = "e\u0301" * 40

    assert lettered(word).replace(MAY_BREAK, "") == word
    assert f"{MAY_BREAK}\u0301" not in lettered(word)
    assert words_in(made("W" * 400)).count("W") == 400


def test_papers_are_accessible_and_say_what_they_are() -> None:
    pdf = made("x")

    assert b"pdfuaid" in pdf
    assert b"/MarkInfo" in pdf


def test_a_paper_reads_no_file_but_its_own() -> None:
    assert {path.name for path in SHEETS.iterdir()} == {
        "lib.typ", "notification.typ", "pack.typ", "question-sheet.typ", "referrer-copy.typ",
    }  # fmt: skip
    assert not any("image(" in path.read_text() or "read(" in path.read_text() for path in SHEETS.iterdir())
