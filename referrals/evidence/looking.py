"""Reading just enough of a file to tell what it is. Nothing is unpacked, and no more than a piece is held at a time."""

import codecs
import os
import re
import struct
from collections.abc import Iterator
from typing import IO

from referrals.evidence.kinds import Contents

PIECE = 64 * 1024
# Letters of a mail begin with headers, of which the first may be long.
HEAD = 16 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
WORD_STREAM = "WordDocument".encode("utf-16-le")
ZIP = b"PK\x03\x04"
NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A zip file's list of what it holds stands at its end: this record, after it at most so long a remark.
END_OF_LIST, LONGEST_REMARK = struct.Struct("<4s4H2LH"), 65_535
ITEM = struct.Struct("<4s6H3L5H2L")
# A Word document has some dozens of parts.
LONGEST_LIST = 512 * 1024


def look_at(file: IO[bytes]) -> Contents:
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(OLD_OFFICE):
        return Contents(head, holds_word=_contains(file, WORD_STREAM))
    if head.startswith(ZIP):
        listed = list(_listed(file))
        return Contents(head, members=frozenset(name for name, _ in listed), unpacked=sum(size for _, size in listed))
    return Contents(head, is_text=_is_text(file, head))


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(PIECE), b"")


def _contains(file: IO[bytes], wanted: bytes) -> bool:
    before = b""
    for piece in pieces(file):
        if wanted in before + piece:
            return True
        before = piece[-len(wanted) :]
    return False


def _is_text(file: IO[bytes], head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(file, "utf-16")
    return not any(NEVER_IN_TEXT.search(piece) for piece in pieces(file))


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text_is_plain = all("\0" not in decoder.decode(piece) for piece in pieces(file))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return text_is_plain


def _listed(file: IO[bytes]) -> Iterator[tuple[str, int]]:
    """Name and unpacked size of each member, as the list says. Nothing, where the list is not as it should be."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_OF_LIST.size - LONGEST_REMARK))
    tail = file.read(END_OF_LIST.size + LONGEST_REMARK)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_OF_LIST.size:
        return
    *_, length, start, _remark = END_OF_LIST.unpack_from(tail, at)
    if length > LONGEST_LIST:
        return
    file.seek(start)
    yield from _items(file.read(length))


def _items(listing: bytes) -> Iterator[tuple[str, int]]:
    at = 0
    while at + ITEM.size <= len(listing) and listing.startswith(b"PK\x01\x02", at):
        item = ITEM.unpack_from(listing, at)
        unpacked, name_length, extra, remark = item[9], item[10], item[11], item[12]
        name = listing[at + ITEM.size : at + ITEM.size + name_length]
        yield name.decode("utf-8", "replace"), unpacked
        at += ITEM.size + name_length + extra + remark
