"""A browser understands every header, and finds nothing on our pages that they forbid."""

import pytest
from playwright.sync_api import Page

from tests.browser import let_in
from tests.factories import MembershipFactory

DOOR = "/account/sign-in/"
WATCH = "addEventListener('securitypolicyviolation', e => console.error(`${e.violatedDirective} ${e.blockedURI}`))"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "is_open"), [("/", False), ("/account/", False), ("/help/", True), (DOOR, True)])
def test_the_browser_has_nothing_to_say(page: Page, live_server: object, path: str, is_open: bool) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(WATCH)
    if not is_open:
        let_in(page, MembershipFactory().user, str(live_server))

    page.goto(f"{live_server}{path}", wait_until="networkidle")

    assert said == []
