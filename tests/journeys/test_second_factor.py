"""The first sign-in, and the ones after it."""

import pytest
from playwright.sync_api import Page, expect

from agencies.enums import Role
from agencies.models import Membership
from tests.factories import PASSWORD, MembershipFactory
from tests.journeys.authenticator import code
from tests.journeys.conftest import WITH_SCRIPTS
from tests.journeys.hands import Hands, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("strict")]


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER], user__email="officer@force.example")


def set_up_app(hands: Hands, page: Page) -> str:
    """From the page that stands in the way until there is a second factor. Returns the app's key."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    hands.press(page.get_by_role("button", name="Set up an app"))
    confirm_password(hands, page)
    secret = page.locator(".app-key").inner_text().replace(" ", "")
    hands.fill(page.get_by_role("textbox", name="Code"), code(secret))
    hands.press(page.locator("main form button").first)
    return secret


def confirm_password(hands: Hands, page: Page) -> None:
    if page.get_by_role("heading", name="Confirm that it is you").count():
        hands.fill(page.get_by_label("Password", exact=True), PASSWORD)
        hands.press(page.get_by_role("button", name="Continue"))


def sign_out(hands: Hands, page: Page) -> None:
    page.goto("/account/")
    hands.press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def answer_with(hands: Hands, page: Page, typed: str) -> None:
    hands.fill(page.get_by_role("textbox", name="Code"), typed)
    hands.press(page.locator("main form button").first)


def test_first_sign_in_with_an_app_and_the_next_one(page: Page, hands: Hands, officer: Membership) -> None:
    sign_in(hands, page, officer.user.email)
    secret = set_up_app(hands, page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    hands.press(page.get_by_role("button", name="I have kept them: continue"))
    expect(page.get_by_text("First responder officer")).to_be_visible()

    sign_out(hands, page)
    sign_in(hands, page, officer.user.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    answer_with(hands, page, code(secret, 1))

    expect(page.get_by_text("First responder officer")).to_be_visible()


def test_nothing_else_opens_until_there_is_a_second_factor(page: Page, hands: Hands, officer: Membership) -> None:
    sign_in(hands, page, officer.user.email)

    for path in ("/", "/colleagues/", "/account/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")


def test_a_code_that_was_used_does_not_open_a_second_time(page: Page, hands: Hands, officer: Membership) -> None:
    sign_in(hands, page, officer.user.email)
    secret = set_up_app(hands, page)
    sign_out(hands, page)
    used = code(secret, 1)
    sign_in(hands, page, officer.user.email)
    answer_with(hands, page, used)
    expect(page.get_by_text("First responder officer")).to_be_visible()

    sign_out(hands, page)
    sign_in(hands, page, officer.user.email)
    answer_with(hands, page, used)

    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def test_a_recovery_code_opens_once(page: Page, hands: Hands, officer: Membership) -> None:
    sign_in(hands, page, officer.user.email)
    set_up_app(hands, page)
    recovery = page.locator(".app-codes li").first.inner_text().strip()
    sign_out(hands, page)

    sign_in(hands, page, officer.user.email)
    answer_with(hands, page, recovery)
    expect(page.get_by_text("First responder officer")).to_be_visible()

    sign_out(hands, page)
    sign_in(hands, page, officer.user.email)
    answer_with(hands, page, recovery)
    expect(page.locator(".govuk-error-summary")).to_be_visible()


@pytest.mark.parametrize("way", WITH_SCRIPTS, ids=[way.name for way in WITH_SCRIPTS], indirect=True)
def test_a_passkey_is_added_and_opens_the_door(page: Page, hands: Hands, officer: Membership) -> None:
    """A browser without JavaScript has no passkeys at all, and says so."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})

    sign_in(hands, page, officer.user.email)
    hands.press(page.get_by_role("button", name="Add a passkey"))
    confirm_password(hands, page)
    hands.fill(page.get_by_label("Name", exact=False), "My phone")
    hands.choose(page.locator("input[name=passwordless]"))
    hands.press(page.get_by_role("button", name="Add this passkey"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Add a passkey")
    sign_out(hands, page)

    page.goto("/account/sign-in/")
    hands.press(page.get_by_role("button", name="Sign in with a passkey"))

    expect(page.get_by_text("First responder officer")).to_be_visible()
