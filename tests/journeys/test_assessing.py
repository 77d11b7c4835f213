"""A case manager assesses, checks and asks; the officer answers; the crime registrar marks."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.enums import Role
from agencies.models import Membership
from referrals.enums import DeadlineKind, RiskLevel, Track, TrackState
from referrals.models import Considered, OfficerView, QualityCheck, Question, QueueRow, RiskAssessment, TrackEntry
from tests.browser import assert_accessible, assert_fits, let_in
from tests.journeys.conftest import Way
from tests.journeys.hands import Hands
from tests.lodging.factories import Force, lodged, member, ready

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[[Membership], Page]


@pytest.fixture
def come_in(another: Callable[[], Page], base_url: str) -> Open:
    def signed_in(person: Membership) -> Page:
        page = another()
        let_in(page, person.user, base_url)
        return page

    return signed_in


@pytest.fixture
def looked_at(way: Way) -> Callable[[Page, str], None]:
    """Only with scripts can the driver examine a page."""

    def look(page: Page, heading: str) -> None:
        expect(page.locator("h1")).to_have_text(re.compile(heading))
        if way.scripts:
            assert_fits(page)
            assert_accessible(page)

    return look


def test_from_arrival_a_case_is_assessed_asked_about_and_marked(
    hands: Hands, come_in: Open, looked_at: Callable[[Page, str], None]
) -> None:
    force = Force()
    registrar = member(force.agency, Role.CRIME_REGISTRAR, name="Ruth Vale")
    lodged_at = timezone.now() - timedelta(hours=2)
    referral = lodged(ready(force.officer, label="Car wash"), force.officer, at=lodged_at)
    OfficerView.objects.update(reasons="")
    here = f"/referrals/{referral.reference}"

    # The case manager
    manager = come_in(force.manager)
    manager.goto(f"{here}/risk/")
    hands.fill(manager.get_by_label("Threat"), "He comes back at night.")
    hands.choose(manager.get_by_label("Very high"))
    hands.fill(manager.get_by_label("Why this level?"), "He knows the address.")
    hands.press(manager.get_by_role("button", name="Record the risk"))
    expect(manager.get_by_text("The risk is recorded.")).to_be_visible()
    looked_at(manager, "Risk")
    assert RiskAssessment.objects.get().level == RiskLevel.VERY_HIGH
    assert QueueRow.objects.get().risk == RiskLevel.VERY_HIGH

    manager.goto(f"{here}/quality/")
    looked_at(manager, "Quality check")
    hands.choose(manager.get_by_label("Back to whoever referred, with questions"))
    hands.choose(manager.get_by_role("checkbox").first)
    hands.fill(manager.get_by_label("What else do you ask?"), "Who kept the card?")
    hands.press(manager.get_by_role("button", name="Record what you found"))
    expect(manager.get_by_text("What you found is recorded.")).to_be_visible()
    assert not QualityCheck.objects.get().is_ready

    manager.goto(f"{here}/considered/")
    hands.press(manager.get_by_role("link", name=re.compile("Record it.*medical examination")))
    hands.choose(manager.get_by_label("Considered, and not needed"))
    hands.fill(manager.get_by_label("In words"), "They see their own doctor.")
    hands.press(manager.get_by_role("button", name="Record it"))
    looked_at(manager, "To consider")
    assert Considered.objects.get().matter == "medical"

    manager.goto(f"{here}/tracks/crime/")
    looked_at(manager, "Crime")
    hands.choose(manager.get_by_label("A crime is recorded"))
    hands.fill(manager.get_by_label("Crime number"), "22/98765/26")
    force_box = manager.locator("[name=force_code]").last
    hands.fill(force_box, "West Mercia Police")
    now = timezone.localtime() - timedelta(minutes=5)
    for part, value in {"day": now.day, "month": now.month, "year": now.year}.items():
        hands.fill(manager.locator(f"[name=made_on_{part}]"), str(value))
    hands.fill(manager.locator("[name=made_time]"), f"{now:%H:%M}")
    hands.press(manager.get_by_role("button", name="Record it"))
    looked_at(manager, "Crime")
    assert TrackEntry.objects.get().state == TrackState.CRIME_RECORDED
    assert referral.deadlines.get(kind=DeadlineKind.CRIME_RECORD).outcome == "22/98765/26 recorded"

    # The officer
    officer = come_in(force.officer)
    officer.goto("/")
    hands.press(officer.get_by_role("link", name=re.compile("^Answer about")))
    looked_at(officer, "Questions about this referral")
    hands.press(officer.get_by_role("link", name=re.compile("^Answer")).first)
    looked_at(officer, "Answer a question")
    hands.fill(officer.get_by_label("Your answer"), "He hides when the manager comes.")
    hands.press(officer.get_by_role("button", name="Send the answer to the unit"))
    expect(officer.get_by_text("Your answer is with the unit.")).to_be_visible()
    assert Question.objects.exclude(answered_at=None).get().answered_by == force.officer.user

    # The crime registrar
    marking = come_in(registrar)
    marking.goto(f"{here}/tracks/crime/")
    hands.choose(marking.get_by_role("radio", name="To be put right"))
    hands.fill(marking.get_by_label("What is to be put right?"), "The class is missing.")
    hands.press(marking.get_by_role("button", name="Mark what is recorded"))
    expect(marking.get_by_text("It is marked.")).to_be_visible()
    looked_at(marking, "Crime")
    assert TrackEntry.objects.filter(track=Track.CRIME, mark="wrong").count() == 1
    marking.goto(f"{here}/tracks/safeguarding/")
    expect(marking.get_by_role("button", name="Record it")).to_have_count(0)
    looked_at(marking, "Safeguarding")
