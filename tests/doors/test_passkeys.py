"""Passkeys: what a browser sends may be anything, and a real browser's is accepted."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from agencies.models import User
from tests.doors.visitors import app_of, events, is_signed_in, try_to_sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

bounded = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
base64 = st.one_of(
    st.just("AAAA"),
    st.text("AQgw-_=", max_size=30),
    st.binary(max_size=60).map(lambda raw: urlsafe_b64encode(raw).decode().rstrip("=")),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | base64,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
part = base64 | anything
looks_right = st.fixed_dictionaries(
    {
        "id": part,
        "rawId": part,
        "type": st.just("public-key") | anything,
        "response": st.fixed_dictionaries(
            {
                "clientDataJSON": part,
                "attestationObject": part,
                "authenticatorData": part,
                "signature": part,
                "userHandle": part,
            }
        )
        | anything,
        "clientExtensionResults": st.just({}) | anything,
    }
)
sent = st.one_of(anything, looks_right).map(json.dumps) | st.text(max_size=30)


@pytest.fixture
def person() -> User:
    return MembershipFactory().user


def post(client: Client, page: str, **answers: str) -> HttpResponse:
    response: HttpResponse = client.post(reverse(page), answers)
    return response


@bounded
@given(credential=sent)
def test_whatever_is_sent_as_a_new_passkey_is_no_error(client: Client, person: User, credential: str) -> None:
    client.force_login(person)
    client.get(reverse("mfa_add_webauthn"))

    response = post(client, "mfa_add_webauthn", name="Mine", passwordless="on", credential=credential)

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


@bounded
@given(credential=sent)
def test_whatever_is_sent_to_sign_in_with_a_passkey_is_no_error(client: Client, credential: str) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    response = post(client, "mfa_login_webauthn", credential=credential)

    assert response.status_code in (302, 429)
    assert not is_signed_in(client)


@bounded
@given(credential=sent)
def test_whatever_is_sent_as_a_second_factor_is_no_error(client: Client, person: User, credential: str) -> None:
    app_of(person)
    try_to_sign_in(client, person.email)
    client.get(reverse("mfa_authenticate"))

    assert post(client, "mfa_authenticate", credential=credential).status_code in (200, 302)
    assert not is_signed_in(client)
    Authenticator.objects.all().delete()


def test_a_passkey_that_is_not_recognised_is_said_on_the_sign_in_page_and_recorded(client: Client) -> None:
    post(client, "mfa_login_webauthn", credential='{"id": 1}')

    assert "This passkey was not recognised." in client.get(reverse("account_login")).content.decode()
    assert events() == ["second_factor.refused"]


@pytest.mark.parametrize(
    ("name", "sentence"), [("", "Give this passkey a name"), ("x" * 41, "Use at most 40 characters.")]
)
def test_a_passkey_needs_a_name(client: Client, person: User, name: str, sentence: str) -> None:
    client.force_login(person)

    page = post(client, "mfa_add_webauthn", name=name, credential='{"id": 1}').content.decode()

    assert sentence in page
    assert "could not be added" not in page
    assert "not recognised" not in page


def test_signing_in_with_the_passkey_alone_is_not_chosen_for_anybody(client: Client, person: User) -> None:
    client.force_login(person)

    page = client.get(reverse("mfa_add_webauthn")).content.decode()

    assert 'name="passwordless"' in page
    assert " checked" not in page


@pytest.mark.parametrize("name", ["account_login", "mfa_index", "mfa_add_webauthn", "mfa_list_webauthn"])
def test_at_an_address_made_of_numbers_the_page_says_where_passkeys_work(
    client: Client, person: User, name: str, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    if name != "account_login":
        client.force_login(person)
    said = "Passkeys do not work at this address. Use http://localhost:8123/ instead."

    page = client.get(reverse(name), headers={"Host": "127.0.0.1:8123"}).content.decode()
    assert said in page
    assert "passkey-button" not in page
    assert said in client.get(reverse(name), headers={"Host": "[::1]:8123"}).content.decode()
    assert said not in client.get(reverse(name), headers={"Host": "localhost:8123"}).content.decode()
    settings.DEMONSTRATION = False
    page = client.get(reverse(name), headers={"Host": "127.0.0.1"}).content.decode()
    assert "Use the name of this service instead." in page


def options(client: Client) -> dict[str, Any]:
    answer = client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    found: dict[str, Any] = answer.json()["request_options"]["publicKey"]
    return found


def test_signing_in_with_a_passkey_asks_for_pin_or_finger_and_names_nobody(client: Client, person: User) -> None:
    asked = options(client)

    assert asked["userVerification"] == "required"
    assert asked.get("allowCredentials", []) == []
    assert asked["challenge"] != options(client)["challenge"]
