"""Reads what Django's file backend writes: one file per sending, each message followed by a line of dashes."""

import email
import email.policy
import heapq
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

MOST_SHOWN = 30
_END = b"\n" + b"-" * 79 + b"\n"
_SHOWN_ABOVE = ("to", "subject", "date")


@dataclass(frozen=True)
class Message:
    to: str
    subject: str
    sent: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    has_html: bool = False


def newest(folder: str | Path) -> list[Message]:
    """However many there are, only the files of those that are shown are read."""
    files = heapq.nlargest(MOST_SHOWN, Path(folder).glob("*.log"), key=_written_at)
    return list(islice((message for file in files for message in _read(file)), MOST_SHOWN))


def _written_at(file: Path) -> int:
    with suppress(FileNotFoundError):
        return file.stat().st_mtime_ns
    return 0


def _read(file: Path) -> Iterator[Message]:
    """Nothing, where somebody has just emptied the folder."""
    source = b""
    with suppress(FileNotFoundError):
        source = file.read_bytes()
    return (_parse(part) for part in reversed(source.split(_END)) if part.strip())


def _parse(source: bytes) -> Message:
    message = email.message_from_bytes(source, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    headers = tuple((name, str(value)) for name, value in message.items() if name.lower() not in _SHOWN_ABOVE)
    return Message(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent=str(message["Date"]),
        text=text,
        headers=headers,
        has_html=message.get_body(("html",)) is not None,
    )
