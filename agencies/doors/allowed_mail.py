"""Outside production nobody is written to who is not on a list, which is empty by itself: any address may be real."""

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class HeldBack(SMTPException):
    """This installation may not write there. Never says where."""


def may_write_to(address: str) -> bool:
    """An e-mail address or a telephone number. No list at all: anybody."""
    allowed = settings.MESSAGES_ALLOWED_TO
    return allowed is None or _bare(address) in map(_bare, allowed)


def require_allowed(*addresses: str) -> None:
    """Raises HeldBack."""
    if not all(map(may_write_to, addresses)):
        raise HeldBack


def _bare(address: str) -> str:
    return "".join(address.split()).lower()


class AllowedMail(EmailBackend):
    """Hands messages to the mail server, and is what every message passes that leaves by e-mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One that is held back stops the others of its sending before anything has left."""
        require_allowed(*(address for message in email_messages for address in message.recipients()))
        return super().send_messages(email_messages) or 0
