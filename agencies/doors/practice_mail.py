"""Reads what Django's file backend writes: one file per sending, each message followed by a line of dashes."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

MOST_SHOWN = 30
_END = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Message:
    to: str
    subject: str
    sent: str
    text: str


def newest(folder: str | Path) -> list[Message]:
    files = sorted(Path(folder).glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    return [message for file in files[:MOST_SHOWN] for message in reversed(_read(file))]


def _read(file: Path) -> list[Message]:
    return [_parse(source) for source in file.read_bytes().split(_END) if source.strip()]


def _parse(source: bytes) -> Message:
    message = email.message_from_bytes(source, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Message(str(message["To"]), str(message["Subject"]), str(message["Date"]), text)
