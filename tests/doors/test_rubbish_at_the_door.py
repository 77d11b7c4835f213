"""Somebody unknown sends rubbish to every open page, and somebody half-way in to the next step."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import User
from tests.doors.visitors import app_of, is_signed_in, try_to_sign_in
from tests.factories import MembershipFactory
from tests.test_rubbish import words

pytestmark = pytest.mark.django_db

FIELDS = ["login", "password", "email", "code", "credential", "full_name", "next", "process", "state", "kept_form"]
OPEN = ["account_login", "account_logout", "forgotten-password", "use-link", "mfa_authenticate", "mfa_login_webauthn"]
bounded = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
answers = st.dictionaries(st.sampled_from(FIELDS), words)
headers = st.sampled_from([{}, {"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}])


@pytest.mark.parametrize("name", OPEN)
@bounded
@given(asked=answers, posted=answers, sent=headers)
def test_rubbish_from_somebody_unknown_is_no_error(
    client: Client, name: str, asked: dict[str, str], posted: dict[str, str], sent: dict[str, str]
) -> None:
    assert client.get(reverse(name), asked, headers=sent).status_code < 500
    assert client.post(reverse(name, query=asked), posted, headers=sent).status_code < 500
    assert not is_signed_in(client)


@bounded
@given(posted=answers, sent=headers)
def test_rubbish_from_somebody_half_way_in_is_no_error(
    client: Client, posted: dict[str, str], sent: dict[str, str]
) -> None:
    person = User.objects.first() or MembershipFactory().user
    if not person.authenticator_set.exists():
        app_of(person)
    try_to_sign_in(client, person.email)

    assert client.post(reverse("mfa_authenticate"), posted, headers=sent).status_code < 500
    assert not is_signed_in(client)
