"""What the Home Office decides while two work on the case, what is off the table, and a death."""

from collections.abc import Callable

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from referrals.enums import Route, Status
from tests.journeys.conftest import WAYS, Way
from tests.journeys.walk import Walk
from tests.lodging.factories import Force

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("way", WAYS[:3], ids=lambda way: way.name, indirect=True),
]


@pytest.fixture
def walk(another: Callable[[], Page], base_url: str, way: Way, transactional_db: None) -> Walk:
    return Walk(Force(), another, base_url, way)


def test_two_who_move_one_case_see_both(walk: Walk) -> None:
    walk.begin(Route.ADULT, sent=True)
    walk.come(walk.force.manager)
    walk.copy("No: no reasonable grounds", reasons="They were not believed.")
    mine = walk.page
    walk.come(walk.force.spoc)
    walk.copy("Yes: reasonable grounds")
    walk.save(Status.RG_POSITIVE)

    walk.page = mine
    walk.press("^Save ")
    expect(walk.page.get_by_role("heading", name="Somebody else moved this case")).to_be_visible()
    walk.says("They were not believed.")
    walk.look("conflict")
    walk.press("^Go on with mine")
    walk.says("This usually follows")
    assert walk.status == Status.RG_POSITIVE


def test_a_decision_that_usually_follows_another_is_recorded_with_a_warning(walk: Walk) -> None:
    walk.begin(Route.ADULT, sent=True)
    walk.come(walk.force.manager)
    walk.copy("The letter says something else", other="The protection is removed", reasons="Public order.")
    walk.says("This usually follows")
    walk.choose("I have looked again, and the letter says so")
    walk.save(Status.DISQUALIFIED)


def test_the_pages_of_a_case_that_waits_and_of_a_death(walk: Walk) -> None:
    walk.begin(Route.ADULT)
    walk.come(walk.force.manager)
    walk.open("no-signs/")
    walk.open("hold/")
    walk.open("died/")
    walk.fill_day("on", localdate())
    walk.fill("reason", "A doctor told us.")
    walk.choose("It is confirmed")
    walk.press("^Record that they have died")
    assert walk.status == Status.DECEASED
