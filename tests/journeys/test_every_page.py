"""Every page that a person can open is accessible, fits its screen, and says what it is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, expect

from agencies.enums import Role
from agencies.models import Membership
from tests.browser import assert_accessible, assert_fits, sign_in
from tests.factories import MembershipFactory, UnitFactory
from tests.journeys.conftest import WITH_SCRIPTS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("way", WITH_SCRIPTS, ids=lambda way: way.name, indirect=True),
]

OPEN = [
    "/account/sign-in/",
    "/account/password/forgotten/",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/practice/mail/",
    "/practice/components/",
    "/no-such-page/",
]
FOR_EVERYBODY = [
    "/",
    "/account/",
    "/account/password/",
    "/acting-for/",
    "/kept/",
    "/invitations/",
    "/account/second-factor/",
]
FOR_ADMINISTRATORS = [
    "/colleagues/",
    "/colleagues/?state=deactivated",
    "/colleagues/find/",
    "/colleagues/invite/",
    "/colleagues/{pk}/",
    "/colleagues/{pk}/change/",
    "/colleagues/{pk}/deactivate/",
    "/colleagues/{pk}/reactivate/",
    "/colleagues/{pk}/cancel-invitation/",
    "/colleagues/{pk}/link/",
    "/colleagues/{pk}/second-factor/",
    "/colleagues/999999/",
]


@pytest.fixture(autouse=True)
def _no_complaint_in_the_console(page: Page) -> Iterator[None]:
    """A violation of the content security policy shows there, and so does a script that fails."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


def assert_well_made(page: Page, path: str) -> None:
    page.goto(path)
    expect(page).to_have_title(re.compile(".+ – Modern slavery referrals$"))
    expect(page.locator("h1")).to_have_count(1)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("path", OPEN)
def test_an_open_page_is_well_made(path: str, page: Page) -> None:
    assert_well_made(page, path)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_role_has_a_home_page_that_is_well_made(role: Role | None, page: Page) -> None:
    person = MembershipFactory(roles=[role] if role else [])
    sign_in(page, person.user.email)

    assert_well_made(page, "/")


def test_the_pages_that_everybody_has_are_well_made(page: Page) -> None:
    person = MembershipFactory(roles=[Role.SPOC])
    sign_in(page, person.user.email)

    for path in FOR_EVERYBODY:
        assert_well_made(page, path)


@pytest.fixture
def admin() -> Membership:
    made = MembershipFactory(roles=[Role.ADMINISTRATOR])
    UnitFactory(agency=made.agency)
    for facts in ({}, {"deactivated_at": timezone.now()}, {"user__password": None}):
        MembershipFactory(agency=made.agency, **facts)
    return made


def test_the_pages_of_an_administrator_are_well_made(page: Page, admin: Membership) -> None:
    sign_in(page, admin.user.email)

    for path in FOR_ADMINISTRATORS:
        assert_well_made(page, path.format(pk=admin.pk))


def test_pages_with_errors_and_results_are_well_made(page: Page, admin: Membership) -> None:
    sign_in(page, admin.user.email)
    answers: dict[str, dict[str, Any]] = {
        "/colleagues/invite/": {"email": "not an address"},
        "/colleagues/find/": {"text": "person"},
        "/account/password/": {"present_password": "wrong", "password": "short"},
    }

    for path, typed in answers.items():
        page.goto(path)
        for name, value in typed.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator("main form .govuk-button").last.click()
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)
