"""An administrator and their colleagues, each in a browser of their own."""

import re
import time
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from agencies.doors.tasks import send_sign_in_links
from agencies.enums import Role
from agencies.models import Membership, SignInLink
from tests.browser import assert_fits
from tests.factories import MembershipFactory, UnitFactory, UserFactory
from tests.journeys.hands import Hands, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW_PASSWORD = "harbour-pencil-sunday"


@pytest.fixture
def admin() -> Membership:
    made = MembershipFactory(roles=[Role.ADMINISTRATOR], user__full_name="Ada Admin", agency__name="Mercia Police")
    UnitFactory(agency=made.agency, name="Night Desk")
    return made


def link_from_the_message() -> str:
    """Sent by a real worker, as beat would ask it to."""
    send_sign_in_links.delay()
    for _ in range(200):
        if SignInLink.objects.exclude(sent_at=None).exists():
            break
        time.sleep(0.05)
    found = re.search(r"https?://\S+/account/link/\S+", mail.outbox[-1].body)
    assert found
    return "/" + found[0].split("/", 3)[3]


@pytest.mark.usefixtures("celery_live")
def test_a_colleague_is_invited_and_signs_in(
    page: Page, hands: Hands, another: Callable[[], Page], admin: Membership
) -> None:
    sign_in(hands, page, admin.user.email)
    page.goto("/colleagues/")
    hands.press(page.get_by_role("button", name="Invite a colleague"))
    hands.fill(page.get_by_label("Work e-mail address"), "new.officer@force.example")
    hands.choose(page.get_by_label("First responder officer"))
    hands.choose(page.get_by_label("Night Desk"))
    hands.press(page.get_by_role("button", name="Send invitation"))
    expect(page.get_by_text("new.officer@force.example is invited.")).to_be_visible()
    assert_fits(page)

    theirs = another()
    theirs.goto(link_from_the_message())
    assert "link/" not in theirs.url.rstrip("/").rsplit("/", 1)[-1]
    hands.fill(theirs.get_by_label("Full name"), "PC Nia New")
    hands.fill(theirs.get_by_label("New password"), NEW_PASSWORD)
    hands.press(theirs.get_by_role("button", name="Save and sign in"))

    expect(theirs.get_by_text("Starts and sends referrals")).to_be_visible()
    page.goto("/colleagues/?state=active")
    expect(page.get_by_role("link", name="PC Nia New")).to_be_visible()


def test_somebody_at_two_agencies_chooses_one_and_changes_over(page: Page, hands: Hands) -> None:
    person = UserFactory()
    for agency, role in (("First Force", Role.SPOC), ("Second Unit", Role.REGIONAL)):
        MembershipFactory(user=person, agency__name=agency, roles=[role])

    sign_in(hands, page, person.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("For which agency are you acting?")
    hands.choose(page.get_by_label("First Force"))
    hands.press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Modern slavery single point of contact")).to_be_visible()
    expect(page.get_by_text("Regional coordinator")).to_have_count(0)

    page.goto("/account/")
    hands.press(page.get_by_role("link", name="Change the agency"))
    hands.choose(page.get_by_label("Second Unit"))
    hands.press(page.get_by_role("button", name="Continue"))
    page.goto("/")
    expect(page.get_by_text("Regional coordinator")).to_be_visible()
    expect(page.get_by_text("Modern slavery single point of contact")).to_have_count(0)


def test_a_deactivated_colleague_is_out_at_their_next_click(
    page: Page, hands: Hands, another: Callable[[], Page], admin: Membership
) -> None:
    officer = MembershipFactory(agency=admin.agency, roles=[Role.SPOC], user__full_name="PC Olu Out")
    theirs = another()
    sign_in(hands, theirs, officer.user.email)
    expect(theirs.get_by_text("Modern slavery single point of contact")).to_be_visible()

    sign_in(hands, page, admin.user.email)
    page.goto("/colleagues/")
    hands.press(page.get_by_role("link", name="PC Olu Out"))
    hands.press(page.get_by_role("link", name="Deactivate them"))
    hands.press(page.get_by_role("button", name="Deactivate"))
    expect(page.get_by_text("PC Olu Out is deactivated.")).to_be_visible()

    theirs.goto("/")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(hands, theirs, officer.user.email)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(theirs.locator(".govuk-error-summary")).to_be_visible()


def test_new_roles_hold_from_the_next_sign_in(
    page: Page, hands: Hands, another: Callable[[], Page], admin: Membership
) -> None:
    officer = MembershipFactory(agency=admin.agency, roles=[Role.SPOC], user__full_name="PC Ros Role")
    theirs = another()
    sign_in(hands, theirs, officer.user.email)

    sign_in(hands, page, admin.user.email)
    page.goto(f"/colleagues/{officer.pk}/change/")
    hands.clear(page.get_by_label("Modern slavery single point of contact"))
    hands.choose(page.get_by_label("Supervisor"))
    hands.press(page.get_by_role("button", name="Save roles and units"))
    expect(page.get_by_text("Roles and units of PC Ros Role are saved.")).to_be_visible()

    theirs.goto("/")
    sign_in(hands, theirs, officer.user.email)
    expect(theirs.get_by_text("Gives cases out")).to_be_visible()


def test_somebody_without_a_role_is_told_whom_to_ask(page: Page, hands: Hands, admin: Membership) -> None:
    nobody = MembershipFactory(agency=admin.agency)

    sign_in(hands, page, nobody.user.email)

    expect(page.get_by_role("heading", level=1)).to_have_text("You have no role yet")
    expect(page.get_by_text("Ada Admin")).to_be_visible()
    expect(page.get_by_role("link", name="Colleagues")).to_have_count(0)


def test_an_error_takes_the_focus_and_leads_to_its_field(page: Page, hands: Hands, admin: Membership) -> None:
    sign_in(hands, page, admin.user.email)
    page.goto("/colleagues/invite/")
    hands.fill(page.get_by_label("Work e-mail address"), "not an address")
    hands.choose(page.get_by_label("Supervisor"))
    hands.press(page.get_by_role("button", name="Send invitation"))

    expect(page).to_have_title(re.compile("^Error: "))
    hands.press(page.locator(".govuk-error-summary a"))
    expect(page.get_by_label("Work e-mail address")).to_be_focused()
    expect(page.get_by_label("Work e-mail address")).to_have_value("not an address")
    expect(page.get_by_label("Supervisor")).to_be_checked()
