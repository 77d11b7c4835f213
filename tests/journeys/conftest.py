"""Journeys are walked at a desk, on a phone, on a phone without JavaScript, and by keyboard alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.browser import DESK, PHONE
from tests.journeys.hands import Hands, Keyboard, Pointer


@dataclass(frozen=True)
class Way:
    name: str
    viewport: ViewportSize
    scripts: bool = True
    hands: Hands = field(default_factory=Pointer)


WAYS = [
    Way("at a desk", DESK),
    Way("on a phone", PHONE),
    Way("on a phone, no scripts", PHONE, scripts=False),
    Way("by keyboard alone", DESK, hands=Keyboard()),
]
WITH_SCRIPTS = [way for way in WAYS if way.scripts]


@pytest.fixture(params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture
def hands(way: Way) -> Hands:
    return way.hands


@pytest.fixture
def another(new_context: Callable[..., BrowserContext], way: Way) -> Callable[[], Page]:
    """Somebody else's browser."""

    def open_page() -> Page:
        context = new_context(viewport=way.viewport, java_script_enabled=way.scripts)
        context.set_default_timeout(10_000)
        return context.new_page()

    return open_page


@pytest.fixture
def page(another: Callable[[], Page]) -> Page:
    return another()


@pytest.fixture
def strict(settings: Any) -> Any:
    """A second factor for everybody, as outside a practice installation."""
    settings.SECOND_FACTOR_REQUIRED = True
    return settings
