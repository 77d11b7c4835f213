"""The types of file that are taken, each known by its first bytes. What a file is called proves nothing by itself."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

# A document of 25 MB never unpacks to so much; what is made to harm does.
LARGEST_UNPACKED = 400 * 1024 * 1024
MACROS = "vbaProject.bin"
WORD_PART = re.compile(r"word/document\d*\.xml")
MAIL_HEADER = re.compile(
    rb"^(from|date|subject|received|message-id|mime-version|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)
BLANK = b"\xef\xbb\xbf \t\r\n"
# Four letters after "ftyp" say which of the many formats in the same wrapping it is.
PICTURES = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
SOUND = {b"M4A ", b"M4B ", b"M4AE"}
FILMS = {
    *(b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV"),
    *(b"M4V ", b"M4VP", b"3gp4", b"3gp5", b"3gp6"),
}


@dataclass(frozen=True)
class Contents:
    """What was found in a file, whatever it is called."""

    # As much of its beginning as tells what it is.
    head: bytes = b""
    # No byte in it is of the kind that only programs, pictures and the like have.
    is_text: bool = False
    # Of a file in the wrapping of old Office programs: that a Word document is inside.
    holds_word: bool = False
    # Of a zip file: what it says that it holds, and how much that would be.
    members: frozenset[str] = frozenset()
    unpacked: int = 0


@dataclass(frozen=True)
class Kind:
    name: str
    endings: tuple[str, ...]
    content_type: str
    is_it: Callable[[Contents], bool]
    # The Home Office takes these.
    goes_in_pack: bool = False
    # Nothing else begins like it, so a wrong ending can be told apart from a wrong file.
    is_certain: bool = True


def _begins(*starts: bytes) -> Callable[[Contents], bool]:
    return lambda found: found.head.startswith(starts)


def _is_pdf(found: Contents) -> bool:
    """Some programs write a blank before it. Anything else before it is another file with a PDF inside."""
    return found.head.lstrip(BLANK).startswith(b"%PDF-")


def _is_old_word(found: Contents) -> bool:
    return found.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and found.holds_word


def _is_word(found: Contents) -> bool:
    """A zip file with the two parts that every Word document has, and without macros."""
    has_parts = "[Content_Types].xml" in found.members and any(map(WORD_PART.fullmatch, found.members))
    has_macros = any(member.endswith(MACROS) for member in found.members)
    is_bomb = found.unpacked > LARGEST_UNPACKED
    return found.head.startswith(b"PK\x03\x04") and has_parts and not has_macros and not is_bomb


def _wrapped(brands: Collection[bytes]) -> Callable[[Contents], bool]:
    return lambda found: found.head[4:8] == b"ftyp" and found.head[8:12] in brands


def _is_wav(found: Contents) -> bool:
    return found.head.startswith(b"RIFF") and found.head[8:12] == b"WAVE"


def _is_text(found: Contents) -> bool:
    return found.is_text


def _is_mail(found: Contents) -> bool:
    return found.is_text and MAIL_HEADER.search(found.head) is not None


KINDS = (
    Kind("JPG", ("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff"), goes_in_pack=True),
    Kind("PNG", ("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n"), goes_in_pack=True),
    Kind("PDF", ("pdf",), "application/pdf", _is_pdf, goes_in_pack=True),
    Kind("DOC", ("doc",), "application/msword", _is_old_word, goes_in_pack=True),
    Kind(
        "DOCX",
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_word,
        goes_in_pack=True,
    ),
    Kind("HEIC", ("heic", "heif"), "image/heic", _wrapped(PICTURES)),
    Kind("MP4", ("mp4",), "video/mp4", _wrapped(FILMS)),
    Kind("M4A", ("m4a",), "audio/mp4", _wrapped(SOUND | FILMS)),
    Kind(
        "MP3",
        ("mp3",),
        "audio/mpeg",
        _begins(b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"),
        is_certain=False,
    ),
    Kind("WAV", ("wav",), "audio/wav", _is_wav),
    Kind("TXT", ("txt",), "text/plain", _is_text, is_certain=False),
    Kind("EML", ("eml",), "message/rfc822", _is_mail, is_certain=False),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}


def kind_called(name: str) -> Kind | None:
    """What a file says that it is."""
    _, dot, ending = name.rpartition(".")
    return BY_ENDING.get(ending.lower()) if dot else None


def kind_found(found: Contents) -> Kind | None:
    """What a file certainly is, by what is in it."""
    return next((kind for kind in KINDS if kind.is_certain and kind.is_it(found)), None)
