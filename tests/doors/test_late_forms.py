"""A form that was opened before its author signed in again, in another tab of the same browser."""

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import KeptForm, Membership
from tests.doors.visitors import try_to_sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
OURS = "http://testserver"
ANSWERS = {"email": "kept@agency.example", "roles": ["SUPERVISOR"]}


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def tabs(admin: Membership) -> Client:
    """One browser, that really checks tokens."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin.user)
    return browser


def old_token(tabs: Client) -> str:
    """Of a page that was opened; then the same person signs in anew, and every token is renewed."""
    page = tabs.get(reverse("invite-colleague")).content.decode()
    tabs.cookies["csrftoken"] = "n" * 32
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]


def send(tabs: Client, origin: str) -> HttpResponse:
    token = old_token(tabs)
    headers = {"Origin": origin} if origin else {}
    return tabs.post(reverse("invite-colleague"), {**ANSWERS, "csrfmiddlewaretoken": token}, headers=headers)


def test_what_was_typed_is_kept_and_offered_at_once(tabs: Client, admin: Membership) -> None:
    response = send(tabs, OURS)

    assert (response.status_code, response["Location"]) == (302, reverse("kept-forms"))
    page = html.unescape(tabs.get(reverse("kept-forms")).content.decode())
    assert "Nothing is lost." in page
    assert 'name="email" value="kept@agency.example"' in page
    assert not Membership.objects.filter(user__email="kept@agency.example").exists()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://testserver.elsewhere.example"])
def test_nobody_elses_page_can_leave_anything(origin: str, tabs: Client) -> None:
    response = send(tabs, origin)

    assert response.status_code == 403
    assert not KeptForm.objects.exists()


def test_somebody_who_is_not_signed_in_leaves_nothing(admin: Membership) -> None:
    stranger = Client(enforce_csrf_checks=True)

    response = stranger.post(reverse("invite-colleague"), ANSWERS, headers={"Origin": OURS})

    assert response.status_code == 403
    assert not KeptForm.objects.exists()


def test_nothing_typed_at_a_door_is_kept(tabs: Client) -> None:
    answers = {"present_password": "x", "password": "y"}

    response = tabs.post(reverse("change-password"), answers, headers={"Origin": OURS})

    assert response.status_code == 403
    assert not KeptForm.objects.exists()


def test_signing_in_again_really_renews_the_token(client: Client, admin: Membership) -> None:
    client.get(reverse("account_login"))
    before = client.cookies["csrftoken"].value

    try_to_sign_in(client, admin.user.email)
    client.get(reverse("home"))

    assert client.cookies["csrftoken"].value != before
