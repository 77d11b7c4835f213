"""Single sign-on against a real provider in another process, over HTTP, with the code flow and PKCE."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agencies.doors.actions import ask_for_link
from agencies.models import User
from agencies.models.sign_in_link import Purpose
from audit.enums import Outcome
from embedded.ports import free_port
from tests.doors import provider
from tests.doors.visitors import app_of, code_now, events, is_signed_in, last_entry, send_code
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

GO = "/account/single-sign-on/"
COME_BACK = "/account/single-sign-on/back/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    database = tmp_path_factory.mktemp("provider") / "provider.sqlite3"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.doors.provider", str(port)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PROVIDER_DATABASE": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("The provider did not start.")


@pytest.fixture(autouse=True)
def _is_on(settings: Settings, issuer: str) -> None:
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLIENT_ID = provider.CLIENT_ID
    settings.OIDC_CLIENT_SECRET = provider.CLIENT_SECRET
    settings.OIDC_NAME = "Agency account"


@pytest.fixture
def person() -> User:
    return MembershipFactory(user__email="known@agency.example").user


def go_to_the_provider(client: Client) -> str:
    response = client.post(GO)
    assert response.status_code == 302
    return str(response["Location"])


def sign_in_there(address: str, email: str) -> str:
    """The browser's way through the provider. Ends with the address that leads back to us."""
    browser = requests.Session()
    page = browser.get(address, timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    answers = {"login": email, "password": provider.PASSWORD, "csrfmiddlewaretoken": token[1]}
    response = browser.post(page.url, answers, timeout=10, allow_redirects=False)
    while not response.headers["Location"].startswith(provider.BACK):
        there = requests.compat.urljoin(response.url, response.headers["Location"])
        response = browser.get(there, timeout=10, allow_redirects=False)
    return response.headers["Location"]


def come_in(client: Client, email: str) -> HttpResponse:
    response: HttpResponse = client.get(sign_in_there(go_to_the_provider(client), email))
    return response


def test_somebody_who_has_an_account_comes_in(client: Client, person: User) -> None:
    response = come_in(client, person.email)

    assert response["Location"] == reverse("home")
    assert is_signed_in(client)
    assert events() == ["single_sign_on.bound", "session.opened.single_sign_on"]
    assert last_entry("session.opened.single_sign_on").actor_id == person.pk


def test_the_request_carries_a_challenge_and_a_state(client: Client, issuer: str) -> None:
    address = urlsplit(go_to_the_provider(client))
    asked = parse_qs(address.query)

    assert f"{address.scheme}://{address.netloc}" == issuer
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == [provider.BACK]


def test_afterwards_the_providers_number_counts_and_not_the_address(client: Client, person: User) -> None:
    come_in(Client(), person.email)
    person.email = "married@agency.example"
    person.save()
    other = MembershipFactory(user__email="known@agency.example").user

    come_in(client, "known@agency.example")

    assert int(client.session["_auth_user_id"]) == person.pk != other.pk


def test_an_address_that_is_bound_to_another_number_does_not_lead_in(client: Client, person: User) -> None:
    SocialAccount.objects.create(user=person, provider="sso", uid="of somebody who had this address before")

    response = come_in(client, person.email)

    assert response.status_code == 403
    assert not is_signed_in(client)


def test_whoever_has_no_account_gets_a_page_and_no_account(client: Client) -> None:
    response = come_in(client, "stranger@agency.example")

    assert response.status_code == 403
    assert "You could not be signed in" in response.content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert last_entry("session.refused").outcome == Outcome.REFUSED


def test_an_address_that_the_provider_did_not_verify_does_not_lead_in(client: Client) -> None:
    MembershipFactory(user__email="unverified@agency.example")

    assert come_in(client, "unverified@agency.example").status_code == 403
    assert not is_signed_in(client)


def test_unless_the_settings_vouch_for_the_provider(client: Client, settings: Settings) -> None:
    settings.OIDC_EMAIL_IS_VERIFIED = True
    MembershipFactory(user__email="unverified@agency.example")

    come_in(client, "unverified@agency.example")

    assert is_signed_in(client)


def test_a_deactivated_person_cannot_be_told_from_a_stranger(client: Client) -> None:
    MembershipFactory(user__email="known@agency.example", user__is_active=False)

    deactivated = come_in(client, "known@agency.example")
    stranger = come_in(Client(), "stranger@agency.example")

    assert (deactivated.status_code, deactivated.content) == (stranger.status_code, stranger.content)


def test_of_what_the_provider_tells_only_its_number_is_kept(client: Client, person: User) -> None:
    come_in(client, person.email)
    come_in(Client(), person.email)

    bound = SocialAccount.objects.get()
    assert (bound.extra_data, bound.provider) == ({}, "sso")
    person.refresh_from_db()
    assert (person.full_name, person.has_usable_password()) != ("Given By Provider", False)


def test_somebody_invited_comes_in_and_the_invitation_ends(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.full_name = ""
    person.save()
    link = ask_for_link(person, Purpose.INVITATION, by=None, at=timezone.now())

    come_in(client, person.email)

    assert is_signed_in(client)
    link.refresh_from_db()
    assert link.cancelled_at
    person.refresh_from_db()
    assert person.full_name == "Given By Provider"


def test_a_second_factor_of_ours_is_still_asked_for(client: Client, person: User) -> None:
    app_of(person)

    assert come_in(client, person.email)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)

    send_code(client, code_now())
    assert is_signed_in(client)


def test_and_must_be_set_up(client: Client, person: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    come_in(client, person.email)

    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")


def test_unless_the_provider_counts_as_one(client: Client, person: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_IS_SECOND_FACTOR = True
    app_of(person)

    come_in(client, person.email)

    assert client.get(reverse("home")).status_code == 200


def test_nobody_ties_a_second_account_to_themselves(client: Client, person: User) -> None:
    client.force_login(person)
    response = client.post(GO + "?process=connect")

    back = client.get(sign_in_there(response["Location"], "stranger@agency.example"))

    assert back.status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("answer", ["error=access_denied", "error=server_error", "code=made-up", ""])
def test_whatever_goes_wrong_there_ends_in_the_same_page(client: Client, answer: str) -> None:
    state = parse_qs(urlsplit(go_to_the_provider(client)).query)["state"][0]

    response = client.get(f"{COME_BACK}?{answer}&state={state}")

    assert response.status_code == 403
    assert "You could not be signed in" in response.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, person: User) -> None:
    someone_elses = sign_in_there(go_to_the_provider(Client()), person.email)

    assert client.get(someone_elses).status_code == 403
    assert not is_signed_in(client)


def test_the_sign_in_page_offers_it_by_name(client: Client) -> None:
    assert "Sign in with Agency account" in client.get(reverse("account_login")).content.decode()


def test_while_it_is_off_there_is_no_trace_of_it(client: Client, settings: Settings) -> None:
    settings.OIDC_ISSUER = ""

    assert "single-sign-on" not in client.get(reverse("account_login")).content.decode()
    for address in (GO, COME_BACK):
        assert client.post(address).status_code == 404
