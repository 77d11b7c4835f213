"""Ways round the doors that were tried once and worked. Each must stay shut."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership, User
from tests.doors.visitors import app_of, code_now, events, is_signed_in, send_code, try_to_sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ALLOWED_FAILURES = 5


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


def test_another_port_in_the_hosts_name_gives_no_further_guesses(client: Client, officer: Membership) -> None:
    for guess in range(ALLOWED_FAILURES):
        answers = {"login": officer.user.email, "password": f"wrong-{guess}"}
        client.post(reverse("account_login"), answers, headers={"Host": f"testserver:{9000 + guess}"})

    response = try_to_sign_in(client, officer.user.email)

    assert response.status_code == 429
    assert not is_signed_in(client)


@pytest.mark.parametrize("change", [{"password": "another"}, {"session_epoch": 9}])
def test_half_a_sign_in_does_not_outlive_the_password_it_began_with(
    client: Client, officer: Membership, change: dict[str, object]
) -> None:
    app_of(officer.user)
    try_to_sign_in(client, officer.user.email)
    User.objects.update(**change)

    send_code(client, code_now())

    assert not is_signed_in(client)
    assert events()[-1] == "session.refused"


def test_half_a_sign_in_goes_on_while_nothing_changed(client: Client, officer: Membership) -> None:
    app_of(officer.user)
    try_to_sign_in(client, officer.user.email)

    send_code(client, code_now())

    assert is_signed_in(client)


def test_a_password_alone_does_not_come_in_behind_the_first_second_factor(officer: Membership, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    thief, owner = Client(), Client()
    for browser in (thief, owner):
        try_to_sign_in(browser, officer.user.email)
    assert thief.get(reverse("mfa_index")).status_code == 200

    page = owner.get(reverse("mfa_activate_totp")).context["form"]
    owner.post(reverse("mfa_activate_totp"), {"code": code_now(page.secret)})

    assert is_signed_in(owner)
    assert not is_signed_in(thief)
    assert thief.get(reverse("mfa_view_recovery_codes")).status_code == 302
