"""The door: what lets somebody in, and what nobody can learn by trying."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from agencies.models import User
from audit.enums import Outcome
from audit.models import Entry
from config.settings import sign_in
from tests.doors.visitors import events, is_signed_in, last_entry, try_to_sign_in
from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return MembershipFactory().user


def at_the_door(state: str) -> str:
    """An address that does not get in with the password that everybody has here."""
    email = f"{state.replace(' ', '-'):->20}@agency.example"
    if state == "unknown":
        return email
    person = UserFactory(email=email, is_active=state != "deactivated")
    if state == "invited":
        person.set_unusable_password()
    if state == "another password":
        person.set_password("quite another password")
    person.save()
    return email


NOT_LET_IN = ["unknown", "another password", "deactivated", "invited"]


def told(response: HttpResponse, email: str) -> tuple[int, list[tuple[str, str]], str]:
    """Everything a browser gets, without what differs from one request to the next."""
    headers = [(name, value) for name, value in response.items() if name not in ("X-Request-ID", "Set-Cookie")]
    page = response.content.decode().replace(email, "")
    return response.status_code, headers, re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_the_right_password_opens_a_session_and_the_ledger_says_how(client: Client, person: User) -> None:
    response = try_to_sign_in(client, person.email.upper())

    assert response["Location"] == reverse("home")
    assert is_signed_in(client)
    entry = last_entry("session.opened.password")
    assert (entry.actor_id, entry.reference, entry.outcome) == (person.pk, person.reference, Outcome.ALLOWED)


def test_somebody_who_was_on_the_way_to_a_page_arrives_there(client: Client, person: User) -> None:
    response = client.post(reverse("account_login") + "?next=/account/", {"login": person.email, "password": PASSWORD})

    assert response["Location"] == "/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, person: User, elsewhere: str) -> None:
    response = client.post(
        reverse("account_login") + f"?next={elsewhere}", {"login": person.email, "password": PASSWORD}
    )

    assert response["Location"] == reverse("home")


def test_unknown_wrong_deactivated_and_invited_cannot_be_told_apart(client: Client) -> None:
    emails = [at_the_door(state) for state in NOT_LET_IN]

    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        answers = [told(try_to_sign_in(Client(), email), email) for email in emails]

    assert answers[0][0] == 200
    assert "The e-mail address or the password is wrong." in answers[0][2]
    assert [answer for answer in answers if answer != answers[0]] == []


class CountingHasher(MD5PasswordHasher):
    done = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).done += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("state", NOT_LET_IN)
def test_each_costs_the_time_of_exactly_one_password(client: Client, settings: Settings, state: str) -> None:
    email = at_the_door(state)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.done = 0

    try_to_sign_in(client, email)

    assert CountingHasher.done == 1


def test_a_failed_attempt_is_recorded_without_what_was_typed(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email, "wrong")
    try_to_sign_in(client, "typed-by-mistake@secret.example", "wrong")

    known, unknown = Entry.objects.filter(event="session.refused").order_by("pk")
    assert (known.actor_id, known.reference, known.outcome) == (None, person.reference, Outcome.REFUSED)
    assert (unknown.actor_id, unknown.reference, unknown.shown, unknown.digests) == (None, "", [], {})


@pytest.mark.parametrize("state", NOT_LET_IN)
def test_after_five_failures_the_account_waits_even_for_the_right_password(client: Client, state: str) -> None:
    email = at_the_door(state)
    for _ in range(5):
        assert try_to_sign_in(client, email, "wrong").status_code == 200

    response = try_to_sign_in(Client(), email)

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again" in response.content.decode()
    assert events().count("session.refused") == 6


def test_a_locked_account_lets_its_owner_in_after_fifteen_minutes(client: Client, person: User) -> None:
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        for _ in range(5):
            try_to_sign_in(client, person.email, "wrong")
        assert try_to_sign_in(client, person.email).status_code == 429

        clock.shift(timedelta(minutes=15, seconds=1))

        assert try_to_sign_in(client, person.email).status_code == 302


def test_others_get_in_while_one_account_waits(client: Client, person: User) -> None:
    for _ in range(5):
        try_to_sign_in(client, "somebody@agency.example", "wrong")

    assert try_to_sign_in(client, person.email).status_code == 302


def test_an_address_that_tries_many_accounts_waits_too(client: Client, person: User) -> None:
    for number in range(100):
        try_to_sign_in(client, f"guess-{number}@agency.example", "wrong")

    assert try_to_sign_in(client, person.email).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert try_to_sign_in(elsewhere, person.email).status_code == 302


def test_right_passwords_in_between_do_not_reset_the_count(client: Client, person: User) -> None:
    for _ in range(4):
        try_to_sign_in(Client(), person.email, "wrong")
        try_to_sign_in(Client(), person.email)
    try_to_sign_in(Client(), person.email, "wrong")

    assert try_to_sign_in(Client(), person.email).status_code == 429


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("", "x", "Enter your work e-mail address."),
        ("not an address", "x", "Enter an e-mail address in the right form"),
        ("a@b.example", "", "Enter your password."),
        ("a" * 300 + "@b.example", "x", "at most 254 characters"),
        ("a@b.example", "x" * 201, "Use at most 200 characters."),
        ("a@b.example", "x\0y", "Null characters are not allowed."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_the_address_stays(
    client: Client, login: str, password: str, sentence: str
) -> None:
    page = try_to_sign_in(client, login, password).content.decode()

    assert sentence in page
    assert f'value="{login}"' in page or not login
    assert "xyz" not in page


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_inactive", "socialaccount_signup"],
)
def test_what_is_not_needed_does_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/account/signup/", "/accounts/login/", "/admin/", "/accounts/signup/", "/3rdparty/"])
def test_neither_sign_up_nor_an_administration_site_answers(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_passwords_are_kept_by_argon2_outside_tests() -> None:
    assert sign_in.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert settings.AUTH_PASSWORD_VALIDATORS == sign_in.AUTH_PASSWORD_VALIDATORS


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("eleven char", "at least 12 characters"),
        ("qwerty123456", "too common"),
        ("Liverpool-2026!", "common password with something added"),
        ("482915730164", "entirely numeric"),
        ("person-x@agency.example", "too similar"),
        ("Octavia Featherstone", "too similar"),
    ],
)
def test_a_password_must_be_long_uncommon_and_not_ones_own_name(client: Client, password: str, sentence: str) -> None:
    person = MembershipFactory(user__email="person-x@agency.example", user__full_name="Octavia Featherstone").user
    try_to_sign_in(client, person.email)

    response = client.post(reverse("change-password"), {"present_password": PASSWORD, "password": password})

    assert sentence in response.content.decode()
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_the_present_password_is_asked_before_a_new_one_and_not_forever(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    answers = [
        client.post(reverse("change-password"), {"present_password": "wrong", "password": "seven green herons wade"})
        for _ in range(6)
    ]

    assert "This is not your present password." in answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
