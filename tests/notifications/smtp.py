"""Mail servers on this machine: one that takes what it gets, and one for each way in which mail servers misbehave."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from embedded.ports import free_port

TAKEN = "250 taken"


@dataclass
class Box:
    """What arrived, and how often somebody tried. `answers` to the next recipients, in turn; then it takes all."""

    answers: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        source = bytes(envelope.content or b"")
        self.raw.append(source)
        self.recipients += envelope.rcpt_tos
        self.messages.append(email.message_from_bytes(source, policy=email.policy.default))  # type: ignore[arg-type]
        return TAKEN

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


class Stalls(SMTP):
    """Says nothing any more after the recipient."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 aiosmtpd's name
        await asyncio.sleep(3)


class Drops(SMTP):
    """Hangs up in the middle of the message."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 aiosmtpd's name
        await self.push("354 go on")
        await self._reader.readline()
        self.transport.abort()  # type: ignore[union-attr]


class Forgets(SMTP):
    """Takes the message, and hangs up before it says so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 aiosmtpd's name
        await self.push("354 go on")
        while (await self._reader.readline()).strip() != b".":
            pass
        self.transport.abort()  # type: ignore[union-attr]


class NeverEnds(SMTP):
    """Says nothing to a goodbye."""

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802 aiosmtpd's name
        await asyncio.sleep(3)


# Those that one waits for in vain, so not for long. On a busy machine a good one may need some seconds.
SILENT = (Stalls, NeverEnds)


@contextmanager
def mail_server(settings: Any, kind: type[SMTP] = SMTP, box: Box | None = None, port: int = 0) -> Iterator[Box]:
    """A real server, and Django's settings point at it."""
    found = box or Box()
    found.port = port or free_port()

    class Served(Controller):
        def factory(self) -> SMTP:
            return kind(found, hostname="mail.test", loop=self.loop)

    server = Served(found, hostname="127.0.0.1", port=found.port)
    server.start()
    point_at(settings, found.port)
    settings.EMAIL_TIMEOUT = 1 if kind in SILENT else 10
    try:
        yield found
    finally:
        server.stop()


def point_at(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "agencies.doors.allowed_mail.AllowedMail"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 10
    settings.MESSAGES_ALLOWED_TO = None
