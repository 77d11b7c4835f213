"""Copying with a real clipboard, the same without scripts, and pages that everybody can use."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from agencies.models import Membership
from referrals.enums import Route
from referrals.models import Referral
from tests.browser import PHONE, assert_accessible, assert_fits, let_in
from tests.papers.cases import ANONYMOUS, lodged_case, officer, reader

pytestmark = pytest.mark.django_db(transaction=True)

COPY_FAMILY = re.compile(r"^Copy\s+Family")


@pytest.fixture
def writer() -> Membership:
    return officer()


def address(case: Referral, name: str) -> str:
    return reverse(name, kwargs={"reference": case.reference})


def test_a_button_copies_a_text_and_says_so(page: Page, writer: Membership, base_url: str) -> None:
    case = lodged_case(Route.ADULT, writer)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    let_in(page, writer.user, base_url)
    page.goto(address(case, "copy-across"))

    page.get_by_role("button", name=COPY_FAMILY).click()

    expect(page.get_by_role("status").filter(has_text="Copied: Family")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == case.person.family


def test_without_scripts_a_text_can_be_selected(browser: Browser, writer: Membership, base_url: str) -> None:
    case = lodged_case(Route.ADULT, writer)
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        let_in(page, writer.user, base_url)
        page.goto(address(case, "copy-across"))

        expect(page.get_by_label("Family", exact=True)).to_have_value(case.person.family)
        expect(page.get_by_role("button", name=COPY_FAMILY)).to_be_hidden()


def test_the_pages_are_accessible_and_fit_a_phone(page: Page, writer: Membership, base_url: str) -> None:
    case = lodged_case(ANONYMOUS, writer)
    let_in(page, reader(writer).user, base_url)

    page.set_viewport_size(PHONE)
    for name in ("papers", "copy-across", "notification", "notification-check"):
        page.goto(address(case, name))
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)
