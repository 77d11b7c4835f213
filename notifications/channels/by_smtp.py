"""E-mail, handed to the force's own mail server. See agencies/doors/allowed_mail.py for whom it may be written to."""

from contextlib import suppress
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.crypto import salted_hmac

from notifications.channels.outcomes import AddressRefused
from notifications.channels.wording import Words

# From here on a mail server says "never", and not "not now".
PERMANENT = 500


def send_email(key: str, address: str, words: Words) -> str:
    """Raises AddressRefused, and whatever mail servers and networks raise. There is no name by which to ask later."""
    mail = EmailMultiAlternatives(words.subject, words.text, to=[address], headers=_headers(key))
    mail.attach_alternative(words.html, "text/html")
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([mail])
    except SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        if codes and min(codes) >= PERMANENT:
            raise AddressRefused(f"SMTPRecipientsRefused {min(codes)}") from None
        raise
    finally:
        # It has been taken by then, or not; how the server says goodbye does not matter.
        with suppress(OSError):
            connection.close()
    return ""


def message_id(key: str) -> str:
    """The same for every attempt, so that whoever gets it twice can tell. Nobody can guess another's."""
    sealed = salted_hmac("notifications.channels.message_id", key, algorithm="sha256").hexdigest()[:32]
    return f"<{key}.{sealed}@{urlsplit(settings.SITE_URL).hostname}>"


def _headers(key: str) -> dict[str, str]:
    """Programs that answer mail leave alone what another program wrote."""
    return {
        "Message-ID": message_id(key),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
