import os
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agencies.doors.actions import ask_for_link
from agencies.doors.tasks import send_sign_in_links
from agencies.models.sign_in_link import Purpose
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_goes_into_files(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def test_a_message_of_a_practice_installation_can_be_read_and_its_link_followed(client: Client) -> None:
    person = MembershipFactory(user__email="new@agency.example").user
    ask_for_link(person, Purpose.INVITATION, by=None, at=timezone.now())
    send_sign_in_links()

    page = client.get(reverse("practice-mail")).content.decode()

    assert "new@agency.example" in page
    assert "Your link to Modern slavery referrals" in page
    assert 'href="http://127.0.0.1:8000/account/link/' in page


def test_the_newest_comes_first_and_nothing_in_a_message_is_run(client: Client, tmp_path: Path) -> None:
    """Messages of one sending, and by chance of one second, share a file."""
    sent = [EmailMultiAlternatives(f"Number {n}", "<script>alert(1)</script>", to=["a@b.example"]) for n in range(3)]
    sent[0].send()
    (only,) = (tmp_path / "mail").iterdir()
    only.rename(tmp_path / "mail" / "earlier.log")
    os.utime(tmp_path / "mail" / "earlier.log", (0, 0))
    get_connection().send_messages(sent[1:])

    page = client.get(reverse("practice-mail")).content.decode()

    assert page.index("Number 2") < page.index("Number 1") < page.index("Number 0")
    assert "<script>alert(1)" not in page


def test_before_the_first_message_the_page_says_so(client: Client) -> None:
    assert "No message yet." in client.get(reverse("practice-mail")).content.decode()


def test_where_mail_goes_to_a_server_the_page_says_so(client: Client, settings: Settings) -> None:
    del settings.EMAIL_FILE_PATH

    assert "hands its mail to a server" in client.get(reverse("practice-mail")).content.decode()
