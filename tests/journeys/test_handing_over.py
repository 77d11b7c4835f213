"""A case goes to another force and comes back; a closed one is held, and erased by two supervisors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from agencies.enums import Role
from referrals.enums import Route
from referrals.models import Erasure, Referral
from tests.journeys.conftest import Way
from tests.journeys.walk import Walk
from tests.lodging.factories import Force, member
from tests.retention.closed import close

WHY = "The farm is in Kent."
BACK = "The farm is in Kent, and the gang master lives in Telford."


@pytest.fixture
def walk(another: Callable[[], Page], base_url: str, way: Way, transactional_db: None) -> Walk:
    return Walk(Force(), another, base_url, way)


def test_another_force_gives_it_back_with_a_reason(walk: Walk) -> None:
    kent = Force("kent-police", "Kent Police")
    walk.begin(Route.ADULT)
    walk.come(walk.force.manager)
    ours = walk.page
    walk.open("hand-over-case/")
    walk.choose("Another police force")
    if walk.way.scripts:
        walk.page.get_by_role("combobox", name="Police force").fill("Kent")
        walk.page.get_by_role("option", name="Kent Police").click()
    else:
        walk.page.locator("select[name=force]").select_option("Kent Police")
    walk.fill("reason", WHY)
    walk.press("^Hand")
    walk.go("/queue/handed-over/")
    walk.says("no answer yet")
    walk.look("handed-over")

    walk.come(kent.manager)
    walk.open("")
    walk.says("It was handed over to Modern Slavery Unit.")
    walk.look("case-handed-over")
    walk.open("handover/")
    walk.says(WHY)
    walk.press("^Give it back")
    walk.says("Say why it goes back.")
    walk.look("handover-errors")
    walk.fill("reason", BACK)
    walk.press("^Give it back")

    walk.page = ours
    walk.go("/queue/handed-over/")
    walk.says(BACK)
    walk.look("given-back")
    assert walk.case.force == walk.force.agency


def test_a_closed_case_is_held_and_then_erased_by_two_supervisors(walk: Walk) -> None:
    inspector = member(walk.force.agency, Role.SUPERVISOR, walk.force.unit, name="Insp Ruth Vale")
    walk.begin(Route.ADULT)
    close(walk.case, walk.force.manager, timezone.now() - timedelta(days=7 * 366))
    reference = walk.reference

    walk.come(walk.force.supervisor)
    supervisor = walk.page
    walk.go("/retention/")
    walk.says(reference)
    walk.look("due")
    walk.open("retention/")
    walk.look("retention")
    walk.open("retention/hold/")
    walk.press("^Hold it")
    walk.says("Say what needs it as it is.")
    walk.look("hold-errors")
    walk.fill("reason", "An appeal is open.")
    walk.press("^Hold it")
    walk.open("retention/erase/")
    walk.look("erase")
    ask(walk)
    walk.says("A legal hold stops it.")
    walk.open(f"retention/hold/{walk.case.holds.get().pk}/end/")
    walk.fill("reason", "The appeal was dismissed.")
    walk.press("^End the hold")
    walk.open("retention/erase/")
    ask(walk)
    walk.says("has asked to erase it")

    walk.come(inspector)
    walk.open("retention/erase/")
    walk.says("Nothing needs it any more.")
    walk.look("answer")
    walk.press("^Erase it for ever")
    walk.says(f"{reference} is erased")
    walk.look("erased")
    assert Erasure.objects.get().approved_by == inspector.user
    assert not Referral.objects.filter(reference=reference).exists()
    walk.page = supervisor
    supervisor.goto(f"/referrals/{reference}/")
    assert "not" in supervisor.locator("h1").inner_text().lower()


def ask(walk: Walk) -> None:
    walk.choose("It was reviewed, and nothing needs it any more")
    walk.fill("reason", "Nothing needs it any more.")
    walk.press("^Ask another supervisor")
