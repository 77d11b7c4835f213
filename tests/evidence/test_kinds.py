"""What is taken and what is not, by name and content together."""

import codecs
import io

import pytest

from referrals.evidence import looking
from referrals.evidence.kinds import KINDS, Contents, kind_called
from referrals.evidence.rules import TAKEN, reason_not_to_take
from tests.evidence import samples

LARGEST = 1000
# Written out by hand: this is the rule. Name of the type, endings, what it is served as, whether the pack takes it.
ALLOWED = [
    ("JPG", ("jpg", "jpeg"), "image/jpeg", True),
    ("PNG", ("png",), "image/png", True),
    ("PDF", ("pdf",), "application/pdf", True),
    ("DOC", ("doc",), "application/msword", True),
    ("DOCX", ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", True),
    ("HEIC", ("heic", "heif"), "image/heic", False),
    ("MP4", ("mp4",), "video/mp4", False),
    ("M4A", ("m4a",), "audio/mp4", False),
    ("MP3", ("mp3",), "audio/mpeg", False),
    ("WAV", ("wav",), "audio/wav", False),
    ("TXT", ("txt",), "text/plain", False),
    ("EML", ("eml",), "message/rfc822", False),
]
# What each content may be called. Every other pairing is refused.
MAY_BE_CALLED = {
    "photo.jpg": {"jpg", "jpeg"},
    "photo.jpeg": {"jpg", "jpeg"},
    "screen.png": {"png"},
    "letter.pdf": {"pdf", "txt"},
    "old.doc": {"doc"},
    "new.docx": {"docx"},
    "phone.heic": {"heic", "heif"},
    "clip.mp4": {"mp4", "m4a"},
    "voice.m4a": {"m4a"},
    "call.mp3": {"mp3"},
    "call.wav": {"wav"},
    "chat.txt": {"txt"},
    "mail.eml": {"eml", "txt"},
}
ENDINGS = [ending for _, endings, _, _ in ALLOWED for ending in endings]


def look(content: bytes) -> Contents:
    return looking.look_at(io.BytesIO(content))


def refusal(name: str, content: bytes) -> str | None:
    return reason_not_to_take(name, len(content), LARGEST, look(content))


def test_these_types_are_taken_and_no_others() -> None:
    assert [(kind.name, kind.endings, kind.content_type, kind.goes_in_pack) for kind in KINDS] == ALLOWED
    assert TAKEN == "JPG, PNG, PDF, DOC, DOCX, HEIC, MP4, M4A, MP3, WAV, TXT or EML"


@pytest.mark.parametrize("sample", samples.GOOD)
def test_name_and_content_must_say_the_same(sample: str) -> None:
    taken = {ending for ending in ENDINGS if refusal(f"a.{ending}", samples.GOOD[sample]) is None}

    assert taken == MAY_BE_CALLED[sample]


BRANDS = {
    b"heic": {"heic", "heif"}, b"heix": {"heic", "heif"}, b"mif1": {"heic", "heif"},
    b"isom": {"mp4", "m4a"}, b"mp42": {"mp4", "m4a"}, b"avc1": {"mp4", "m4a"}, b"3gp4": {"mp4", "m4a"},
    b"M4A ": {"m4a"}, b"qt  ": set(), b"avif": set(), b"crx ": set(),
}  # fmt: skip


@pytest.mark.parametrize("brand", BRANDS)
def test_formats_in_the_same_wrapping_are_told_apart(brand: bytes) -> None:
    assert {ending for ending in ENDINGS if refusal(f"a.{ending}", samples.wrapped(brand)) is None} == BRANDS[brand]


NOT_TAKEN = "was not added: files of its type are not taken here. Add"
NOT_USABLE = "was not added: whatever its name says, it is not a usable"
WEB_WORD = samples.zipped({"[Content_Types].xml": b"<Types/>", "word/document2.xml": b"<w:document/>"})
WITH_BLANK = b"\xef\xbb\xbf\r\n" + samples.PDF
REFUSED = {
    "a program": ("a.exe", samples.PROGRAM, NOT_TAKEN),
    "a program called PDF": ("a.pdf", samples.PROGRAM, NOT_USABLE),
    "a program called TXT": ("a.txt", samples.PROGRAM, NOT_USABLE),
    "a page": ("a.html", samples.HTML, NOT_TAKEN),
    "a page called PDF": ("a.pdf", samples.HTML, NOT_USABLE),
    "a page with a PDF inside": ("a.pdf", samples.HTML + samples.PDF, NOT_USABLE),
    "a zip file with a PDF inside": ("a.pdf", samples.zipped({"a.pdf": samples.PDF}), NOT_USABLE),
    "a zip bomb called PDF": ("a.pdf", samples.zipped({"0": bytes(300_000)}), NOT_USABLE),
    "a zip bomb called DOCX": ("a.docx", samples.zipped({"0": bytes(300_000)}), NOT_USABLE),
    "a zip bomb made like a DOCX": ("a.docx", samples.BOMB, NOT_USABLE),
    "a DOCX with macros": ("a.docx", samples.MACROS, NOT_USABLE),
    "a DOCX without its end": ("a.docx", samples.DOCX[:-30], NOT_USABLE),
    "a DOCX with something before it": ("a.docx", b"x" + samples.DOCX, NOT_USABLE),
    "a workbook called DOCX": ("a.docx", samples.XLSX, NOT_USABLE),
    "an old workbook called DOC": ("a.doc", samples.EXCEL, NOT_USABLE),
    "a text called EML": ("a.eml", samples.TXT, NOT_USABLE),
    "a picture that is a page": ("a.png", samples.HTML, NOT_USABLE),
    "a vector picture": ("a.svg", b"<svg onload='alert(1)'/>", NOT_TAKEN),
    "nothing after the dot": ("a.", samples.PDF, NOT_TAKEN),
    "no dot": ("pdf", samples.PDF, NOT_TAKEN),
    "two endings": ("a.pdf.exe", samples.PDF, NOT_TAKEN),
    "nothing in it": ("a.pdf", b"", "“a.pdf” was not added: it is empty."),
    "a PNG called JPG": ("a.jpg", samples.PNG, "really a PNG. Change the end of its name to .png, and add it again."),
    "a DOCX called DOC": ("a.doc", samples.DOCX, "it is really a DOCX. Change the end of its name to .docx"),
    "one byte too many": ("a.txt", b"x" * (LARGEST + 1), "“a.txt” was not added: it is larger than 0 MB."),
}  # fmt: skip
TAKEN_TOO = {
    "capitals in the ending": ("A.PDF", samples.PDF),
    "a blank before it": ("a.pdf", WITH_BLANK),
    "a PDF with a page after it, which is kept and never shown": ("a.pdf", samples.PDF + samples.HTML),
    "a picture with a zip file after it": ("a.jpg", samples.JPG + samples.zipped({"a": b"a"})),
    "a page called TXT, which is shown as text": ("a.txt", samples.HTML),
    "a text with an old encoding": ("a.txt", "Siân".encode("cp1252")),
    "a text of sixteen bits": ("a.txt", codecs.BOM_UTF16_LE + "Siân".encode("utf-16-le")),
    "a document of Word on the web": ("a.docx", WEB_WORD),
    "exactly as large as it may be": ("a.txt", b"x" * LARGEST),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_a_sentence_that_names_it(case: str) -> None:
    name, content, sentence = REFUSED[case]

    said = refusal(name, content) or ""

    assert said.startswith(f"“{name}” was not added: ")
    assert sentence in said


@pytest.mark.parametrize("case", TAKEN_TOO)
def test_it_is_taken(case: str) -> None:
    assert refusal(*TAKEN_TOO[case]) is None


HALF_CHARACTER = codecs.BOM_UTF16_LE + b"\x00\xd8"
HAS_NOTHING = codecs.BOM_UTF16_LE + b"a\x00\x00\x00"


@pytest.mark.parametrize("content", [HALF_CHARACTER, HAS_NOTHING])
def test_what_only_begins_like_text_is_no_text(content: bytes) -> None:
    assert not look(content).is_text


def test_a_word_stream_is_found_wherever_it_lies() -> None:
    across = samples.OLD_OFFICE + bytes(looking.PIECE - 512 - 11) + "WordDocument".encode("utf-16-le")

    assert look(across).holds_word
    assert not look(across[:-2]).holds_word


def test_a_list_of_a_million_members_is_not_read() -> None:
    """Each would take memory when read, and this takes none."""
    item = samples.DOCX[samples.DOCX.index(b"PK\x01\x02") : samples.DOCX.index(b"PK\x05\x06")]
    many = item * (looking.LONGEST_LIST // len(item) + 1)
    end = b"PK\x05\x06" + bytes(8) + len(many).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(2)

    assert look(b"PK\x03\x04" + many + end).members == frozenset()
    assert look(
        b"PK\x03\x04" + item + end.replace(len(many).to_bytes(4, "little"), len(item).to_bytes(4, "little"))
    ).members


@pytest.mark.parametrize("name", ["a", "", ".", "a.tar.gz", "a.docm", "a.PDF ", "a.pdf\u202e"])
def test_a_name_that_says_nothing_is_of_no_kind(name: str) -> None:
    assert kind_called(name) is None
