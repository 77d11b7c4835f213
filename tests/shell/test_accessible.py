"""Every page of the shell, at a desk and on a phone, with scripts and without."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.browser import SMALL_PHONE, VIEWPORTS, assert_accessible, assert_fits, without_scripts

PATHS = [
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/practice/components/",
    "/no/such/address/",
    "/fails/400/",
    "/fails/403/",
    "/fails/404/",
    "/fails/413/",
    "/fails/500/",
    "/takes/",
]


@pytest.fixture(autouse=True)
def _addresses_that_fail() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.shell.test_stops"):
        yield


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", VIEWPORTS, ids=["desk", "phone"])
def test_every_page_is_accessible(page_of_officer: Page, size, has_scripts):
    page_of_officer.set_viewport_size(size)
    if not has_scripts:
        without_scripts(page_of_officer)

    for path in PATHS:
        page_of_officer.goto(path)
        assert_accessible(page_of_officer)
        assert_fits(page_of_officer)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", VIEWPORTS, ids=["desk", "phone"])
def test_a_form_full_of_errors_is_accessible(page_of_officer: Page, size, has_scripts):
    page_of_officer.set_viewport_size(size)
    if not has_scripts:
        without_scripts(page_of_officer)

    page_of_officer.goto("/practice/components/")
    page_of_officer.get_by_role("button", name="Send back what I typed").click()
    expect(page_of_officer).to_have_title("Error: Components – Modern slavery referrals")

    assert_accessible(page_of_officer)
    assert_fits(page_of_officer)


def test_a_very_small_phone_needs_no_scrolling_sideways(page_of_officer: Page):
    page_of_officer.set_viewport_size(SMALL_PHONE)

    for path in PATHS:
        page_of_officer.goto(path)
        assert_fits(page_of_officer)


def test_text_twice_as_large_needs_no_scrolling_sideways(page_of_officer: Page):
    page_of_officer.set_viewport_size({"width": 640, "height": 800})

    for path in PATHS:
        page_of_officer.goto(path)
        page_of_officer.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_fits(page_of_officer)


@pytest.mark.parametrize("size", VIEWPORTS, ids=["desk", "phone"])
def test_what_opens_is_accessible_too(page_of_officer: Page, size):
    page_of_officer.set_viewport_size(size)
    page_of_officer.goto("/practice/components/")
    if page_of_officer.get_by_role("button", name="Menu").is_visible():
        page_of_officer.get_by_role("button", name="Menu").click()
    page_of_officer.locator("#id_interpreter").check()
    page_of_officer.locator("#id_signs-2").check()
    page_of_officer.get_by_text("What counts as their own words").click()
    page_of_officer.locator("#id_language").press_sequentially("an")
    assert page_of_officer.locator("#id_language__listbox").get_by_text("Albanian").is_visible()

    assert_accessible(page_of_officer)
    assert_fits(page_of_officer)
