"""Small files of every type that is taken, and of some that are not."""

import io
import zipfile
from typing import Any

DOCX_PARTS = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
# Harmless, and known to every scanner. Put together here, so that none takes this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100)
MAIL = b"Received: from mail.example\r\nFrom: a@example\r\nSubject: Rent\r\n\r\nPay on Friday.\r\n"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"


def zipped(parts: dict[str, bytes], **options: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def wrapped(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00" + bytes(40)


def claiming(size: int, archive: bytes) -> bytes:
    """A zip file whose list says that its first member unpacks to so much."""
    at = archive.index(b"PK\x01\x02") + 24
    return archive[:at] + size.to_bytes(4, "little") + archive[at + 4 :]


def pdf(text: str = "A letter.") -> bytes:
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()


JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
PDF = pdf()
DOC = OLD_OFFICE + "Root Entry".encode("utf-16-le") + bytes(80) + "WordDocument".encode("utf-16-le") + bytes(200)
DOCX = zipped(DOCX_PARTS)
HEIC, MP4, M4A = wrapped(b"heic"), wrapped(b"isom"), wrapped(b"M4A ")
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(50)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(20)
TXT = "They said: don’t talk. Łukasz 😀\n".encode()
EXCEL = OLD_OFFICE + "Workbook".encode("utf-16-le") + bytes(200)
XLSX = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
MACROS = zipped({**DOCX_PARTS, "word/vbaProject.bin": b"Sub AutoOpen()"})
BOMB = claiming(3_000_000_000, DOCX)

GOOD = {
    "photo.jpg": JPG, "photo.jpeg": JPG, "screen.png": PNG, "letter.pdf": PDF, "old.doc": DOC, "new.docx": DOCX,
    "phone.heic": HEIC, "clip.mp4": MP4, "voice.m4a": M4A, "call.mp3": MP3, "call.wav": WAV, "chat.txt": TXT,
    "mail.eml": MAIL,
}  # fmt: skip
