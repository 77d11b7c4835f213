"""What a person does to a page: with a mouse or a finger, or with the keyboard alone."""

from contextlib import suppress
from typing import Protocol

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NothingHappened

from tests.factories import PASSWORD

# No page asks for more steps than this to get around it once.
FARTHEST = 80


class Hands(Protocol):
    def press(self, target: Locator) -> None: ...
    def fill(self, target: Locator, text: str) -> None: ...
    def choose(self, target: Locator) -> None: ...
    def clear(self, target: Locator) -> None: ...


class Pointer:
    def press(self, target: Locator) -> None:
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator) -> None:
        target.check()

    def clear(self, target: Locator) -> None:
        target.uncheck()


class Keyboard:
    """Never focuses anything itself: it goes from the start of the page by the Tab key until it gets there."""

    def press(self, target: Locator) -> None:
        self._reach(target)
        # Most presses lead to another page; wait for it, as the driver does after a click.
        with suppress(NothingHappened), target.page.expect_event("framenavigated", timeout=2000):
            target.page.keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self._reach(target)
        target.page.keyboard.press("Control+A")
        target.page.keyboard.type(text)

    def choose(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._choose_radio(target)
        else:
            self._reach(target)
            if not target.is_checked():
                target.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def clear(self, target: Locator) -> None:
        self._reach(target)
        target.page.keyboard.press("Space")
        expect(target).not_to_be_checked()

    def _choose_radio(self, target: Locator) -> None:
        """The Tab key stops once at a group; the arrows go on from there."""
        name = target.get_attribute("name")
        self._go(target, "Tab", f"e => document.activeElement.name === {name!r}")
        target.page.keyboard.press("Space")
        if not target.is_checked():
            self._go(target, "ArrowDown", "e => e.checked")

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        self._go(target, "Tab", "e => e === document.activeElement")

    def _go(self, target: Locator, key: str, arrived: str) -> None:
        for _ in range(FARTHEST):
            target.page.keyboard.press(key)
            if target.evaluate(arrived):
                return
        raise AssertionError(f"The keyboard does not reach {target}.")


def sign_in(hands: Hands, page: Page, email: str, password: str = PASSWORD) -> None:
    """At the door. Somebody who has a second factor is asked for it next."""
    page.goto("/account/sign-in/")
    hands.fill(page.get_by_label("Work e-mail address"), email)
    hands.fill(page.get_by_label("Password", exact=True), password)
    hands.press(page.get_by_role("button", name="Sign in", exact=True))
