"""The pages of notifications, with something on each of them, are accessible and fit their screen."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from agencies.enums import Role
from notifications.actions import acknowledge, climb
from notifications.delivery import deliver
from notifications.models import Absence, Call, Preference, Shift
from tests.browser import assert_accessible, assert_fits, sign_in
from tests.factories import actor_of
from tests.journeys.conftest import WITH_SCRIPTS
from tests.journeys.test_every_page import assert_well_made
from tests.notifications.house import House, member, waiting
from tests.notifications.told import ADDED, PASSED_ON, URGENT, tell

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("way", WITH_SCRIPTS, ids=lambda way: way.name, indirect=True),
]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    """With two urgent cases: one has climbed to the top, and somebody has the other."""
    now, house = timezone.now(), House()
    cases = [house.case() for _ in range(2)]
    for number, case in enumerate(cases):
        at = now - (40 - number) * MINUTE
        tell(PASSED_ON, case, units=[house.unit.pk], at=at)
        tell(ADDED, case, people=[house.supervisor.user_id], at=at)
        tell(URGENT, case, units=[house.unit.pk], then=[house.duty.pk], climbs_in=house.force.pk, at=at)
    acknowledge(Call.objects.latest("pk").pk, by=actor_of(house.spoc), at=now - 30 * MINUTE)
    for minutes in (25, 10):
        climb(at=now - minutes * MINUTE)
        deliver(waiting(), at=now - minutes * MINUTE)
    tell(URGENT, house.case(), units=[house.unit.pk], then=[house.duty.pk], climbs_in=house.force.pk, at=now)
    return house


def test_the_inbox_and_the_page_of_a_case(page: Page, house: House) -> None:
    sign_in(page, house.supervisor.user.email)
    urgent = Call.objects.earliest("pk")

    for path in ("/notifications/", "/notifications/?show=unit", "/notifications/?show=read", "/"):
        assert_well_made(page, path)
    assert_well_made(page, f"/referrals/{urgent.reference}/")
    expect(page.get_by_text("Nobody answered by").first).to_be_visible()


def test_saying_it_on_the_page_of_a_case(page: Page, house: House) -> None:
    sign_in(page, house.supervisor.user.email)
    urgent = Call.objects.earliest("pk")
    page.goto(f"/referrals/{urgent.reference}/")

    page.get_by_role("button", name="I have it").click()

    expect(page.get_by_text(f"You have it: {urgent.reference}.")).to_be_visible()
    expect(page.get_by_role("button", name="I have it")).to_have_count(0)
    assert_accessible(page)
    assert_fits(page)


def test_habits(page: Page, house: House) -> None:
    supervisor, today = house.supervisor, localdate()
    Absence.objects.create(person=supervisor.user, first_day=today, last_day=today, passes_to=house.manager.user)
    Preference.objects.create(person=supervisor.user, kind=ADDED, how="at_once")
    starts_at = timezone.now() - MINUTE
    for person in (house.manager, supervisor):
        ends_at = starts_at + timedelta(hours=8)
        Shift.objects.create(unit=house.unit, person=person.user, starts_at=starts_at, ends_at=ends_at)
    sign_in(page, supervisor.user.email)

    for path in ("/notifications/settings/", "/notifications/rota/"):
        assert_well_made(page, path)


def test_habits_with_errors_and_results(page: Page, house: House) -> None:
    sign_in(page, member(house.force, Role.SUPERVISOR).user.email)
    assert_well_made(page, "/notifications/rota/")

    page.goto(f"/notifications/rota/{house.unit.pk}/")
    page.get_by_role("button", name="Add this shift").click()
    assert_accessible(page)
    assert_fits(page)

    page.goto("/notifications/settings/away/")
    page.get_by_label("A colleague’s name or collar number").fill(str(house.spoc.user))
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_label(str(house.spoc.user))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Save when I am away").click()
    expect(page.get_by_role("link", name="Enter the first day on which you are away.")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_the_number_beside_the_navigation_is_asked_for_again(page: Page, house: House) -> None:
    page.clock.install()
    sign_in(page, house.officer.user.email)
    badge = page.locator(".app-badge")
    expect(badge).to_have_text("")
    tell(ADDED, house.case(), people=[house.officer.user_id], at=timezone.now())

    page.clock.run_for(31_000)

    expect(badge).to_contain_text("1")


def test_once_nobody_is_signed_in_the_page_stops_asking_and_keeps_its_number(page: Page, house: House) -> None:
    page.clock.install()
    sign_in(page, house.manager.user.email)
    number = page.locator(".app-badge").inner_text()
    address = page.url
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if answer.url.endswith("/count/") else None)
    Session.objects.all().delete()

    for _ in range(3):
        page.clock.run_for(31_000)
        page.wait_for_load_state("networkidle")

    assert asked == [286]
    assert page.url == address
    assert page.locator(".app-badge").inner_text() == number != ""
