"""A case manager takes the next case, filters, searches, saves a filter and gives a case away."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from referrals.models import QueueRow
from tests.browser import assert_accessible, assert_fits, let_in
from tests.journeys.conftest import Way
from tests.journeys.hands import Hands
from tests.lodging.factories import Force
from tests.queue.cases import listed

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def look(page: Page, way: Way) -> Callable[[], None]:
    """Where no script runs, the examiner cannot run either."""

    def examine() -> None:
        expect(page.locator("h1")).to_have_count(1)
        if way.scripts:
            assert_fits(page)
            assert_accessible(page)

    return examine


def test_a_case_manager_works_through_the_queue(
    page: Page, hands: Hands, look: Callable[[], None], base_url: str
) -> None:
    force, now = Force(), timezone.now()
    let_in(page, force.manager.user, base_url)
    page.goto("/queue/")
    expect(page.get_by_role("heading", name="Nothing needs us now")).to_be_visible()
    look()

    first = listed(force, at=now, due=-2 * HOUR, label="Hop yard")
    QueueRow.objects.filter(pk=first.pk).update(
        is_in_danger=True, is_urgent_unfinished=True, risk="very_high", age="child", exploitation=["CRIM_FORCED"],
        flags=["county_lines"],
    )  # fmt: skip
    page.goto("/queue/")
    expect(page.get_by_text("1 case,")).to_be_visible()
    look()
    for number in range(17):
        listed(force, at=now, due=(number * 7 + 5) * HOUR, owner=[force.manager, force.spoc][number % 2].user)
    page.goto("/queue/")
    look()
    page.goto("/queue/?tab=open&risk=very_high&clock=overdue&clock=day&q=odd")
    expect(page.get_by_text("We did not understand “q”, and left it out.")).to_be_visible()
    look()
    for path in ("filters/?town=hereford", "saved/", "saved/new/?tab=open"):
        page.goto(f"/queue/{path}")
        look()

    page.get_by_label("What is it called?").fill("Everything open")
    hands.press(page.get_by_role("button", name="Save this filter"))
    expect(page.get_by_role("link", name="My filter: Everything open (18)")).to_be_visible()
    page.goto("/queue/")
    hands.press(page.get_by_role("button", name="Take the next case"))
    expect(page).to_have_url(re.compile(f"/referrals/{first.reference}/"))
    expect(page.get_by_text(f"{first.reference} is yours until")).to_be_visible()
    page.goto("/queue/")
    expect(page.get_by_role("button", name="Take another")).to_be_visible()
    for name in ("assign", "hand-over-case"):
        page.goto(f"/referrals/{first.reference}/{name}/")
        look()
    page.goto(f"/referrals/{first.reference}/assign/")
    page.get_by_label("DS Tom Ashby").check()
    hands.press(page.get_by_role("button", name="Give it to them"))
    expect(page.get_by_text(f"{first.reference} is with DS Tom Ashby now.")).to_be_visible()
    page.goto("/")
    look()
    page.goto("/queue/")
    summary = page.get_by_text("Filter this list")
    if summary.is_visible():
        hands.press(summary)
    page.get_by_label("Reference or words").fill("hop")
    hands.press(page.get_by_role("button", name="Filter", exact=True))
    expect(page.get_by_role("link", name=first.reference)).to_be_visible()
    assert "hop" not in page.url
    look()
