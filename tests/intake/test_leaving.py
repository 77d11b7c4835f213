"""What was typed is saved by a pause, by leaving, and never over somebody else's words. In a real browser."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, Request, Route, expect

from agencies.enums import Role
from agencies.models import KeptForm, Membership
from referrals.models import Place, Referral, Safety, SectionState
from tests.browser import PHONE, assert_accessible, assert_fits, let_in, without_scripts
from tests.factories import MembershipFactory, referral_of

WHERE = "Where are they now, and until when?"
# With the button that adds a row.
MINE = {"places": "Add another place", "suspects": "Add another person suspected", "others": "", "police": ""}


@pytest.fixture
def officer(page: Page, base_url: str, db: None) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")
    let_in(page, officer.user, base_url)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def posts(page: Page) -> list[Request]:
    """Whatever the page sends."""
    sent: list[Request] = []
    page.context.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def address(referral: Referral, code: str) -> str:
    return f"/referrals/{referral.reference}/sections/{code}/"


def soon(is_so: Callable[[], bool]) -> bool:
    """The answer of a beacon cannot be waited for."""
    until = time.monotonic() + 40
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()


def version(code: str) -> int:
    return SectionState.objects.filter(code=code).values_list("version", flat=True).first() or 0


def test_a_page_left_by_a_link_is_saved_before_the_next_is_shown(
    page: Page, referral: Referral, posts: list[Request]
) -> None:
    page.goto(address(referral, "danger"))

    page.get_by_label(WHERE).fill("Redditch police station")
    page.get_by_role("link", name="All sections").click()

    expect(page.locator("#danger-hint")).to_have_text("Redditch police station")
    assert [request.resource_type for request in posts] == ["fetch"]
    assert version("danger") == 1


def test_a_tab_that_is_closed_is_saved(page: Page, referral: Referral) -> None:
    page.goto(address(referral, "danger"))

    page.get_by_label(WHERE).fill("Redditch police station")
    page.close(run_before_unload=True)

    assert soon(lambda: Safety.objects.filter(whereabouts="Redditch police station").exists())


def test_nothing_is_sent_by_a_page_on_which_nothing_is_unsaved(
    page: Page, referral: Referral, posts: list[Request]
) -> None:
    page.goto(address(referral, "danger"))
    page.get_by_role("link", name="All sections").click()
    page.goto(address(referral, "danger"))
    page.get_by_label(WHERE).fill("Redditch police station")
    page.get_by_role("button", name="Save and see all sections").click()
    page.wait_for_url(f"**/referrals/{referral.reference}/")

    assert [request.resource_type for request in posts] == ["document"]
    assert version("danger") == 1


def test_a_pause_saves_says_so_and_makes_a_row_once(page: Page, referral: Referral, posts: list[Request]) -> None:
    page.goto(address(referral, "places"))
    box = page.get_by_label("Where exactly, and when?")

    for typed in ("A flat", " above the shop"):
        with page.expect_response("**/sections/places/"):
            box.press_sequentially(typed)

    expect(page.get_by_role("status").filter(has_text="Saved ")).to_be_visible()
    assert Place.objects.get().detail == "A flat above the shop"
    page.get_by_role("link", name="All sections").click()
    page.wait_for_url(f"**/referrals/{referral.reference}/")
    assert {request.resource_type for request in posts} == {"xhr"}


def test_a_choice_from_a_list_is_saved_while_one_is_still_in_the_box(page: Page, referral: Referral) -> None:
    page.goto(address(referral, "places"))

    page.get_by_label("Town or city in the UK").press_sequentially("Newport")
    page.get_by_role("option", name="Newport, Shropshire (Telford & Wrekin Council)").click()

    expect(page.locator("#saved")).to_contain_text("Saved ")
    assert Place.objects.get().town == "newport-shropshire"


def test_two_pages_of_one_section_are_asked_which_to_keep(page: Page, referral: Referral) -> None:
    page.goto(address(referral, "danger"))
    second = page.context.new_page()
    second.goto(address(referral, "danger"))
    page.get_by_label(WHERE).fill("Redditch police station")
    expect(page.locator("#saved")).to_contain_text("Saved ")

    second.get_by_label(WHERE).fill("A friend’s flat")
    expect(second.locator("#saved")).to_contain_text("Not saved. You saved this section in another tab")
    assert Safety.objects.get().whereabouts == "Redditch police station"

    second.get_by_role("button", name="Save and see all sections").click()
    expect(second.get_by_role("heading", name="Two versions of this section")).to_be_visible()
    assert_accessible(second)
    second.get_by_label("Keep yours").check()
    second.get_by_role("button", name="Save my choices").click()
    second.wait_for_url(f"**/referrals/{referral.reference}/")
    assert Safety.objects.get().whereabouts == "A friend’s flat"


def test_a_page_that_is_left_without_choosing_is_kept_for_its_author(page: Page, referral: Referral) -> None:
    page.goto(address(referral, "danger"))
    second = page.context.new_page()
    second.goto(address(referral, "danger"))
    page.get_by_label(WHERE).fill("Redditch police station")
    expect(page.locator("#saved")).to_contain_text("Saved ")

    second.get_by_label(WHERE).fill("A friend’s flat")
    second.get_by_role("link", name="All sections").click()

    assert soon(KeptForm.objects.exists)
    assert Safety.objects.get().whereabouts == "Redditch police station"


def test_a_row_that_was_removed_does_not_come_back_by_a_late_autosave(
    page: Page, referral: Referral, posts: list[Request]
) -> None:
    Place.objects.create(encounter=referral.encounter, detail="A flat")
    page.goto(address(referral, "places"))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/sections/places/", hold)

    page.get_by_label("Where exactly, and when?").fill("A flat above the shop")
    page.get_by_role("button", name="Remove this place").click(no_wait_after=True)
    page.wait_for_timeout(800)
    held[0].continue_()
    page.unroute("**/sections/places/")
    expect(page.get_by_label("Where exactly, and when?")).to_have_value("")

    assert [request.resource_type for request in posts] == ["document"]
    assert not Place.objects.exists()


def test_without_a_network_nothing_is_lost_and_the_page_says_so(page: Page, referral: Referral) -> None:
    said = "Not saved. What you typed is still on this page: press Save to try again."
    page.goto(address(referral, "danger"))
    page.route("**/sections/danger/", lambda route: route.abort())
    page.get_by_label(WHERE).fill("Redditch police station")
    page.get_by_role("link", name="All sections").click()
    expect(page.locator("#saved")).to_have_text(said)
    page.get_by_label(WHERE).fill("Redditch police station, cell 2")
    expect(page.locator("#saved")).to_have_text(said)
    page.unroute("**/sections/danger/")

    page.get_by_role("link", name="All sections").click()

    expect(page.locator("#danger-hint")).to_have_text("Redditch police station, cell 2")


def test_without_scripts_everything_goes_by_buttons(page: Page, referral: Referral) -> None:
    without_scripts(page)
    page.goto(address(referral, "places"))
    page.get_by_label("Town or city in the UK").fill("Redditch")
    page.get_by_role("button", name="Add another place").click()
    page.get_by_label("Or a country outside the UK").nth(1).fill("Albania")
    page.get_by_role("button", name="Save and see all sections").click()
    assert list(Place.objects.values_list("town", "country")) == [("redditch", ""), ("", "ALB")]

    page.get_by_role("link", name="Places", exact=True).click()
    page.get_by_role("button", name="Remove this place (place 1)").click()

    expect(page.get_by_label("Or a country outside the UK")).to_have_value("Albania")
    assert list(Place.objects.values_list("town", "country")) == [("", "ALB")]


def test_the_sections_are_accessible_and_fit_a_phone_with_everything_open(
    page: Page, officer: Membership, referral: Referral
) -> None:
    referral_of(officer, encounter=referral.encounter)
    page.set_viewport_size(PHONE)
    for code, add in MINE.items():
        page.goto(address(referral, code))
        if add:
            page.locator("form[data-module=app-leaving] textarea").first.fill("Words")
            page.get_by_role("button", name=add).click()
        for reveals in page.locator(".govuk-radios__item:has(+ .govuk-radios__conditional) input").all():
            reveals.check()
        assert_accessible(page)
        assert_fits(page)
    page.get_by_role("button", name="Save and see all sections").last.click()
    page.wait_for_url(f"**/referrals/{referral.reference}/")


def test_nobody_reads_the_answer_to_a_page_that_was_left(client: Client, db: None) -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    referral = referral_of(officer)
    sent = {"safety-town": "Nowhere-on-Sea", "safety-whereabouts": "A flat", "page_key": "one", "leaving": "1"}

    answer = client.post(address(referral, "danger"), sent)

    assert (answer.status_code, answer.content) == (204, b"")
    assert Safety.objects.get().whereabouts == "A flat"
    assert SectionState.objects.get().typed == {"safety-town": ["Nowhere-on-Sea"], "safety-whereabouts": ["A flat"]}


def test_what_was_kept_of_it_is_sent_again_by_somebody_who_looks(client: Client, db: None) -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    referral = referral_of(officer)
    client.post(address(referral, "danger"), {"safety-whereabouts": "Redditch police station", "page_key": "one"})
    sent = {"safety-whereabouts": "A flat", "version": "0", "page_key": "two", "leaving": "1"}

    left = client.post(address(referral, "danger"), sent)
    kept = KeptForm.objects.get()
    again = client.post(address(referral, "danger"), sent | {"kept_form": str(kept.pk)})

    assert left.status_code == 204
    assert "Two versions of this section" in again.content.decode()
