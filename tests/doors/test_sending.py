"""The message with the link: what it says, and that it gets there however the mail server behaves."""

import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses
from smtplib import SMTPRecipientsRefused
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agencies.doors import sending
from agencies.doors.actions import ask_for_link
from agencies.doors.sealing import digest_of
from agencies.doors.tasks import send_sign_in_links
from agencies.models import SignInLink, User
from agencies.models.sign_in_link import Purpose
from config.celery import app
from embedded.ports import free_port
from tests.doors.visitors import events
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def ask(purpose: Purpose = Purpose.INVITATION, *, at: datetime = NOW, **person: Any) -> SignInLink:
    user: User = MembershipFactory(**{f"user__{name}": value for name, value in person.items()}).user
    return ask_for_link(user, purpose, by=None, at=at)


def sent_to() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


def link_in(message: EmailMessage) -> str:
    found = re.search(r"https?://\S+", str(message.body))
    assert found
    return found[0]


def test_the_message_carries_a_link_from_the_settings_and_nothing_about_anybody(settings: Settings) -> None:
    settings.SITE_URL = "https://referrals.example"
    link = ask(full_name="Wren Ashdown", email="wren@agency.example", collar_number="4711")

    sending.send_links(at=NOW)

    message = mail.outbox[0]
    assert message.to == ["wren@agency.example"]
    assert message.subject == "Your link to Modern slavery referrals"
    assert link_in(message).startswith("https://referrals.example/account/link/")
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert link_in(message) in html
    for private in ("Wren", "Ashdown", "4711", str(link.user.memberships.get().agency), "wren@"):
        assert private not in str(message.body) + html


def test_only_the_digest_of_the_secret_is_kept_and_the_link_opens_the_page(client: Client) -> None:
    link = ask(at=timezone.now())

    sending.send_links(at=timezone.now())

    address = link_in(mail.outbox[0])
    link.refresh_from_db()
    secret = address.rstrip("/").rsplit("/", 1)[1]
    assert len(secret) >= 43
    assert link.token_digest == digest_of(secret)
    client.get(reverse("take-link", args=[secret]))
    assert client.get(reverse("use-link")).status_code == 200
    assert events() == ["link.asked", "link.sent"]


@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_has_its_words_and_says_until_when(purpose: Purpose) -> None:
    link = ask(purpose)

    sending.send_links(at=NOW)

    words = str(mail.outbox[0].body)
    assert {Purpose.INVITATION: "invited", Purpose.NEW_PASSWORD: "new password"}[purpose] in words
    assert f"{timezone.localtime(link.expires_at):%H:%M}" in words


def test_a_message_is_sent_once() -> None:
    ask()

    assert [sending.send_links(at=NOW + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_what_was_cancelled_used_or_ran_out_is_not_sent() -> None:
    for field in ("cancelled_at", "used_at"):
        SignInLink.objects.filter(pk=ask().pk).update(**{field: NOW})
    ask(is_active=False)
    ask(Purpose.NEW_PASSWORD)

    assert sending.send_links(at=NOW + timedelta(hours=2)) == 0


# A mail server that misbehaves


class Picky(EmailBackend):
    """A server that does not know one of the addresses, and quotes it."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
        for _, address in getaddresses([to for message in messages for to in message.to]):
            if address.startswith("bad"):
                raise SMTPRecipientsRefused({address: (550, b"no such mailbox")})
        return int(super().send_messages(messages))


def test_one_bad_address_does_not_hold_up_the_others_and_is_raised_without_being_named(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    for name in ("good-1", "bad", "good-2"):
        ask(email=f"{name}@agency.example")

    with pytest.raises(sending.LinksNotSent) as raised:
        sending.send_links(at=NOW)

    assert sent_to() == ["good-1@agency.example", "good-2@agency.example"]
    assert str(raised.value) == "1 sign-in links were not sent: SMTPRecipientsRefused"
    assert SignInLink.objects.get(sent_at=None).user.email == "bad@agency.example"


def test_a_server_that_is_away_is_tried_again_after_growing_gaps(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = False
    link = ask()
    at = NOW
    tries: list[tuple[int, str]] = []
    while len(tries) < 5:
        try:
            sending.send_links(at=at)
        except sending.LinksNotSent as problem:
            tries.append((int((at - NOW).total_seconds() // 60), str(problem)))
        at += timedelta(minutes=1)
    said = "1 sign-in links were not sent: ConnectionRefusedError"
    assert tries == [(minute, said) for minute in (0, 1, 3, 7, 15)]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send_links(at=NOW + timedelta(hours=1)) == 1
    link.refresh_from_db()
    assert link.attempts == 6


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (99, 60)])
def test_gaps_grow_to_an_hour(attempts: int, minutes: int) -> None:
    assert sending.gap_after(attempts) == timedelta(minutes=minutes)


class Slow(EmailBackend):
    def send_messages(self, messages: Sequence[EmailMessage]) -> int:  # type: ignore[override]
        time.sleep(0.05)
        return int(super().send_messages(messages))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_send_nothing_twice(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    for number in range(10):
        ask(email=f"person-{number}@agency.example")

    def work() -> None:
        sending.send_links(at=NOW)
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sent_to()) == sorted({f"person-{number}@agency.example" for number in range(10)})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("celery_live")
def test_a_real_worker_sends_what_is_due() -> None:
    link = ask(at=timezone.now())

    send_sign_in_links.delay()

    until = time.monotonic() + 20
    while time.monotonic() < until and not SignInLink.objects.filter(sent_at__isnull=False).exists():
        time.sleep(0.05)
    assert sent_to() == [link.user.email]


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
    assert "agencies.send_sign_in_links" in {entry["task"] for entry in app.conf.beat_schedule.values()}
