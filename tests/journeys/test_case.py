"""A case manager writes a note, changes it, makes a task, does it, raises a flag, and meets a colleague in the case."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from agencies.models import Membership
from referrals.models import Flag, Note, Task
from tests.browser import assert_accessible, assert_fits, let_in
from tests.casework.factories import House, fill
from tests.journeys.conftest import WITH_SCRIPTS, Way
from tests.journeys.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db: None) -> House:
    return House()


def well_made(page: Page, way: Way) -> None:
    """Where no script runs, the examiner cannot run either. That page is the same."""
    expect(page.locator("h1")).to_have_count(1)
    assert "Mirela" not in page.title()
    if way.scripts:
        assert_fits(page)
        assert_accessible(page)


def opened(page: Page, person: Membership, base_url: str, house: House, where: str = "") -> Page:
    let_in(page, person.user, base_url)
    page.goto(house.referral.get_absolute_url() + where)
    return page


def test_a_case_manager_works_on_a_case(page: Page, way: Way, hands: Hands, house: House, base_url: str) -> None:
    opened(page, house.manager, base_url, house)
    expect(page.get_by_role("main")).to_contain_text("Not yet sent to the Home Office")
    well_made(page, way)

    hands.press(page.get_by_role("link", name="Add a note"))
    hands.press(page.get_by_role("button", name="Add the note"))
    expect(page.get_by_text("Choose what the note is about.").first).to_be_visible()
    well_made(page, way)
    hands.choose(page.get_by_label("Contact with the person"))
    hands.fill(page.get_by_label("Your note"), "Met at the station.")
    hands.fill(page.get_by_label("What they said"), "He has my card.")
    hands.press(page.get_by_role("button", name="Add the note"))
    expect(page.locator("blockquote")).to_contain_text("He has my card.")
    well_made(page, way)

    hands.press(page.get_by_role("link", name=re.compile("^The note")))
    hands.press(page.get_by_role("link", name="Change this note"))
    hands.fill(page.get_by_label("Your note"), "Met at the hospital.")
    hands.press(page.get_by_role("button", name="Save as a new version"))
    expect(page.get_by_role("main")).to_contain_text("Met at the station.")
    expect(page.get_by_role("main")).to_contain_text("Met at the hospital.")
    well_made(page, way)

    hands.press(page.get_by_role("link", name="Tasks (0)"))
    expect(page.get_by_role("main")).to_contain_text("No task is open.")
    hands.press(page.get_by_role("button", name="Add a task"))
    hands.fill(page.get_by_label("What is to be done?"), "Book the interview")
    hands.press(page.get_by_role("button", name="Add the task"))
    hands.press(page.get_by_role("link", name="Book the interview"))
    well_made(page, way)
    hands.fill(page.get_by_label("What came of it?"), "Booked for Friday")
    hands.press(page.get_by_role("button", name="It is done"))
    expect(page.get_by_role("link", name="Tasks (0)")).to_be_visible()

    hands.press(page.get_by_role("link", name="Look at the flags and their reasons"))
    hands.choose(page.get_by_label("No safe phone"))
    hands.fill(page.get_by_label("Why?"), "He has her handset")
    hands.press(page.get_by_role("button", name="Raise the flag"))
    expect(page.locator(".app-case .app-flag")).to_have_text("No safe phone")
    well_made(page, way)
    hands.press(page.get_by_role("link", name="Remove the flag No safe phone"))
    hands.fill(page.get_by_label("Why does it no longer hold?"), "She has a new one")
    hands.press(page.get_by_role("button", name="Remove the flag"))
    expect(page.get_by_role("heading", name="Removed")).to_be_visible()

    assert [note.text for note in Note.objects.order_by("version")] == ["Met at the station.", "Met at the hospital."]
    assert Task.objects.get().outcome == "Booked for Friday"
    assert Flag.objects.get().removal_reason == "She has a new one"


def test_two_people_change_the_same_and_both_versions_are_shown(
    page: Page, another: Callable[[], Page], way: Way, hands: Hands, house: House, base_url: str
) -> None:
    task = Task.objects.create(referral=house.referral, title="Chase it", made_by=house.manager.user, made_at=house.at)
    mine = opened(page, house.manager, base_url, house, f"tasks/{task.pk}/")
    theirs = opened(another(), house.spoc, base_url, house, f"tasks/{task.pk}/")
    expect(theirs.get_by_text("DC Priya Raman also has this case open")).to_be_visible()
    theirs.get_by_label("What is to be done?").fill("Ring the Home Office")
    theirs.get_by_role("button", name="Save the task").click()

    hands.fill(mine.get_by_label("What is to be done?"), "Write to the Home Office")
    hands.press(mine.get_by_role("button", name="Save the task"))

    expect(mine.get_by_role("heading", name="Two people changed this")).to_be_visible()
    expect(mine.locator(".app-versions")).to_contain_text("Write to the Home Office")
    expect(mine.locator(".app-versions")).to_contain_text("Ring the Home Office")
    well_made(mine, way)
    hands.press(mine.get_by_role("button", name="Save the task"))
    expect(mine.get_by_role("link", name="Write to the Home Office")).to_be_visible()


PARTS = ["", "referral/", "timeline/", "timeline/print/", "tasks/", "decisions/", "people/", "access/", "flags/"]


@pytest.mark.parametrize("way", WITH_SCRIPTS[:2], ids=lambda way: way.name, indirect=True)
@pytest.mark.parametrize("many", [0, 1, 3])
def test_every_part_is_well_made_of_none_one_and_many(
    many: int, page: Page, way: Way, house: House, base_url: str
) -> None:
    fill(house, many)
    for part in [*PARTS, "timeline/?show=messages", "tasks/?done", "tasks/new/", "notes/new/"]:
        opened(page, house.manager, base_url, house, part)
        well_made(page, way)
    opened(page, house.registrar, base_url, house)
    well_made(page, way)
