"""E-mail and text messages by GOV.UK Notify, through its own client."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from agencies.doors.allowed_mail import require_allowed
from notifications.channels.outcomes import AddressRefused
from notifications.channels.wording import Words

REFUSALS = (400, 403)
# What Notify calls the address in the sentence with which it refuses one. All other refusals are about our account.
ABOUT_THE_ADDRESS = ("email_address", "phone_number", "recipient")


class NotAnswered(Exception):
    """Notify did not take it now. Holds the number of its answer, never its text, which may quote an address."""


def send_email(key: str, address: str, words: Words) -> str:
    """Returns Notify's name for it. Raises HeldBack, AddressRefused, NotAnswered."""
    require_allowed(address)
    said = {"subject": words.subject, "body": words.text}
    with _client() as notify:
        answer: Mapping[str, Any] = notify.send_email_notification(
            address, settings.NOTIFY_EMAIL_TEMPLATE, personalisation=said, reference=key
        )
    return _name_in(answer)


def send_text(key: str, number: str, words: str) -> str:
    """Returns Notify's name for it. Raises HeldBack, AddressRefused, NotAnswered."""
    require_allowed(number)
    with _client() as notify:
        answer: Mapping[str, Any] = notify.send_sms_notification(
            number, settings.NOTIFY_TEXT_TEMPLATE, personalisation={"body": words}, reference=key
        )
    return _name_in(answer)


def status_of(provider_id: str) -> str:
    """What became of it, in Notify's words. Raises NotAnswered."""
    with _client() as notify:
        answer: Mapping[str, Any] = notify.get_notification_by_id(provider_id)
    return str(answer.get("status", ""))


@contextmanager
def _client() -> Iterator[Any]:
    make: Any = NotificationsAPIClient
    client = make(settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL, timeout=settings.NOTIFY_TIMEOUT)
    with closing(client.request_session):
        try:
            yield client
        except APIError as error:
            if error.status_code in REFUSALS and any(word in str(error.message) for word in ABOUT_THE_ADDRESS):
                raise AddressRefused(f"Notify {error.status_code}") from None
            raise NotAnswered(f"Notify {error.status_code}") from None


def _name_in(answer: Mapping[str, Any]) -> str:
    return str(answer.get("id", ""))[:60]
