"""Three browsers at night: an officer opens a case that cannot wait, the unit sees it, the auditor reviews it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from agencies.enums import Role
from referrals.enums import ReviewOutcome, Route
from referrals.models import EmergencyOpening
from tests.journeys.conftest import Way
from tests.journeys.walk import Walk
from tests.lodging.factories import Force, member
from victims.models import Person

NAME = "Shembull"
REASON = "She is with me in the car park and says she takes insulin."


@pytest.fixture
def walk(another: Callable[[], Page], base_url: str, way: Way, transactional_db: None) -> Walk:
    return Walk(Force(), another, base_url, way)


def test_a_case_is_opened_read_for_an_hour_and_reviewed(walk: Walk) -> None:
    walk.begin(Route.ADULT)
    Person.objects.update(family_name=NAME)
    auditor = walk.force.auditor()

    walk.come(member(walk.force.agency, Role.FIRST_RESPONDER, name="PC Omar Nadeem"))
    theirs = walk.page
    walk.go("/referrals/")
    walk.says("Open a case in an emergency")
    walk.go("/emergency/")
    walk.fill("reference", walk.reference.lower())
    walk.press("^Open it for an hour")
    walk.says("Say why you cannot wait for the unit, in a sentence.")
    walk.look("emergency-errors")
    walk.fill("reason", REASON)
    walk.press("^Open it for an hour")
    walk.says(NAME)
    walk.look("emergency-case")
    assert NAME not in theirs.title()
    assert NAME not in theirs.url

    walk.come(walk.force.manager)
    walk.open("access/")
    walk.says("PC Omar Nadeem, until ")
    walk.look("access")

    walk.come(auditor)
    walk.go("/")
    walk.says("Review 1 opening in an emergency")
    walk.go("/emergency/openings/")
    walk.go(f"/emergency/openings/{EmergencyOpening.objects.get().pk}/")
    walk.says(REASON)
    assert NAME not in walk.page.content()
    walk.choose("In order")
    walk.fill("note", "I asked her sergeant, who was there.")
    walk.press("^Save review")
    walk.says("Nothing waits for a review.")
    walk.go("/emergency/openings/?tab=reviewed")
    assert EmergencyOpening.objects.get().outcome == ReviewOutcome.IN_ORDER

    # The hour is over, and their page is still open.
    EmergencyOpening.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    walk.page = theirs
    theirs.reload()
    walk.says("Your hour ended at ")
    assert NAME not in theirs.content()
    walk.look("emergency-ended")
