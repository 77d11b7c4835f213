"""What tests with a real browser share."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, ViewportSize

from agencies.models import User
from tests.factories import PASSWORD

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=800)
SMALL_PHONE = ViewportSize(width=320, height=640)
VIEWPORTS = [DESK, PHONE]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """As a person does, at the door. The account has no second factor."""
    page.goto("/account/sign-in/")
    page.get_by_label("Work e-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def let_in(page: Page, user: User, base_url: str) -> None:
    """Past the door, for tests that are not about it."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


def without_scripts(page: Page) -> None:
    """As it is when no script of ours arrives. The driver can still examine the page."""
    page.route("**/*.js", lambda route: route.abort())


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A or AA, nor of axe's best practice. There is no exception."""
    page.wait_for_load_state()
    shown = page.viewport_size or DESK
    # The whole page at once: what happens to lie half below the bar at the bottom depends on where one has scrolled to.
    page.set_viewport_size({**shown, "height": max(shown["height"], page.evaluate("document.body.scrollHeight"))})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    page.set_viewport_size(shown)
    assert not found["violations"], "\n".join([page.url, *map(_said, found["violations"])])


def _said(violation: dict[str, Any]) -> str:
    where = "; ".join(node["html"][:200] for node in violation["nodes"])
    return f"{violation['id']} ({violation['help']}): {where}"


def assert_fits(page: Page) -> None:
    """Nobody has to scroll sideways."""
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), f"{page.url} is {width} pixels wide"
