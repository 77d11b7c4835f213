"""An officer files a referral: at a desk, and on a phone on which no script arrives."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from agencies.enums import Role, UnitKind
from agencies.models import Membership
from referrals.enums import Route, Status
from referrals.models import Referral
from tests.browser import DESK, PHONE, assert_accessible, assert_fits, let_in
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, referral_of
from tests.home_office.factories import complete_case
from tests.journeys.answers import ADULT, CHILD_PERSON, CHILD_SAFEGUARDING, PERSON, answer_section, give
from tests.journeys.conftest import Way

FEW_WAYS = [Way("at a desk", DESK), Way("on a phone, no scripts", PHONE, scripts=False)]
C, A, WITHOUT, NAMED = Route.CHILD, Route.ADULT, Route.NOTIFY_ANONYMOUS, Route.NOTIFY_NAMED
# Every change from one of the four routes to another, once.
WALK = [A, C, WITHOUT, C, NAMED, A, WITHOUT, A, NAMED, WITHOUT, NAMED, C, A]
NOT_SENT = "Not yet sent to the Home Office"
REFERENCE = re.compile(r"MS-[0-9]{2}-[0-9A-Z]{7}")


@pytest.fixture(params=FEW_WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture
def officer(transactional_db: None) -> Membership:
    force = AgencyFactory(name="West Mercia Police", code="west-mercia-police")
    unit = UnitFactory(agency=force, name="Modern Slavery Unit", kind=UnitKind.MODERN_SLAVERY)
    made: Membership = MembershipFactory(agency=force, roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")
    for role, name in ((Role.CASE_MANAGER, "DC Priya Raman"), (Role.SUPERVISOR, "DS Neil Garrow")):
        MembershipFactory(agency=force, roles=[role], user__full_name=name).units.set([unit])
    return made


@pytest.fixture
def desk(page: Page, officer: Membership, base_url: str) -> Page:
    let_in(page, officer.user, base_url)
    return page


def start(page: Page) -> str:
    """From the home page to the first question. Returns the reference."""
    page.goto("/")
    page.get_by_role("button", name=re.compile("^Start a referral")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are they in danger now?")
    return found_reference(page.url)


def assert_well_made(page: Page, way: Way) -> None:
    """Where no script runs, the examiner cannot run either. That page is the same."""
    if way.scripts:
        assert_accessible(page)
    assert_fits(page)


def found_reference(text: str) -> str:
    found = REFERENCE.search(text)
    assert found, text
    return found[0]


def route_is(page: Page, reference: str, words: str) -> None:
    page.goto(f"/referrals/{reference}/")
    expect(page.locator("#route")).to_contain_text(words)


def pass_on(page: Page, reference: str) -> None:
    page.goto(f"/referrals/{reference}/check/")
    expect(page.get_by_role("main")).to_contain_text("Nothing is missing")
    page.locator('[name="declared"]').check()
    page.get_by_role("button", name=re.compile("^Pass to")).click()
    expect(page).to_have_url(re.compile("/lodged/$"))
    expect(page.get_by_role("main")).to_contain_text(reference)
    expect(page.get_by_role("main")).to_contain_text(NOT_SENT)


def test_an_adult_is_referred_from_the_first_question_to_the_reference(desk: Page, way: Way) -> None:
    reference = start(desk)
    for code, answers in ADULT.items():
        answer_section(desk, reference, code, answers)

    route_is(desk, reference, "adult referral")
    assert_well_made(desk, way)
    pass_on(desk, reference)
    desk.go_back()
    desk.goto(f"/referrals/{reference}/check/")

    expect(desk).to_have_url(re.compile(f"/referrals/{reference}/(lodged/)?$"))
    assert Referral.objects.get().status == Status.TRIAGE
    desk.goto("/referrals/")
    expect(desk.get_by_role("main")).to_contain_text(NOT_SENT)


def test_a_child_and_who_may_be_one_is_referred_without_being_asked(desk: Page) -> None:
    reference = start(desk)
    for code, answers in {**ADULT, "person": CHILD_PERSON, "safeguarding": CHILD_SAFEGUARDING}.items():
        if code not in ("consent", "contact", "needs"):
            answer_section(desk, reference, code, answers)
    answer_section(desk, reference, "consent", {"consent-police-decision": "declined"})

    route_is(desk, reference, "child referral")
    answer_section(desk, reference, "person", {"person-age_now": "unsure"})
    route_is(desk, reference, "child referral")
    pass_on(desk, reference)

    kinds = set(Referral.objects.get().deadlines.values_list("kind", flat=True))
    assert kinds == {"CRIME_RECORD", "SEND_TO_HO", "CHILD_COUNCIL", "CHILD_GUARDIAN"}


CHANGES = {
    Route.CHILD: {"person-age_now": "child"},
    Route.ADULT: {"consent-referral-decision": "given"},
    Route.NOTIFY_ANONYMOUS: {"consent-referral-decision": "declined", "consent-name-decision": "declined"},
    Route.NOTIFY_NAMED: {"consent-referral-decision": "declined", "consent-name-decision": "given"},
}
SAYS = {
    Route.CHILD: "child referral",
    Route.ADULT: "adult referral",
    Route.NOTIFY_ANONYMOUS: "notification without their name",
    Route.NOTIFY_NAMED: "notification with their name",
}


def test_each_route_is_changed_into_each_other_and_back(desk: Page, officer: Membership) -> None:
    """By the answers alone. Nothing is chosen for anybody on the way, not even after an age was put right."""
    reference = complete_case(WALK[0], by=officer).reference
    for before, route in pairwise(WALK):
        change_to(desk, reference, route, was=before)
        expect(desk.locator("#route")).to_contain_text(SAYS[route])


def change_to(page: Page, reference: str, route: Route, *, was: Route) -> None:
    """Ends on the list of sections, which says the route."""
    born = {"person-born_on_day": "1", "person-born_on_month": "1"}
    if route == Route.CHILD:
        return answer_section(page, reference, "person", {**born, "person-born_on_year": "2015", **CHANGES[route]})
    if was == Route.CHILD:
        answer_section(page, reference, "person", {**born, "person-born_on_year": "1990", "person-age_now": "adult"})
    return answer_section(page, reference, "consent", CHANGES[route])


def test_a_child_corrected_to_an_adult_has_no_consent_chosen(desk: Page, officer: Membership) -> None:
    reference = referral_of(officer).reference
    answer_section(desk, reference, "person", {"person-age_now": "child"})
    answer_section(desk, reference, "person", {"person-age_now": "adult"})

    route_is(desk, reference, "The route is not known yet")
    desk.goto(f"/referrals/{reference}/sections/consent/")
    assert desk.locator('[name="consent-referral-decision"]:checked').count() == 0
    assert desk.locator('[name="consent-referral-explained"]:checked').count() == 0


URGENT = {
    "danger": "still_in_it",
    "given_names": "Mai",
    "age_now": "unsure",
    "whereabouts": "In a car outside the shop",
    "reasons": "Somebody else answers for her",
    "needed_now": "An interpreter, Vietnamese",
    "phone_tonight": "01905 000 200",
}


def test_eight_answers_are_enough_when_it_is_urgent_and_the_rest_is_added_later(desk: Page, way: Way) -> None:
    desk.goto("/")
    desk.get_by_role("button", name=re.compile("urgent", re.IGNORECASE)).click()
    reference = found_reference(desk.url)
    assert_well_made(desk, way)
    for name, value in URGENT.items():
        box = desk.locator(f'[name$="{name}"]')
        if box.first.get_attribute("type") == "radio":
            desk.locator(f'[name$="{name}"][value="{value}"]').first.check()
        else:
            box.first.fill(value)
    desk.get_by_role("button", name=re.compile("^(Send|Pass)")).first.click()

    expect(desk).to_have_url(re.compile("/lodged/$"))
    expect(desk.get_by_role("main")).to_contain_text(reference)
    route_is(desk, reference, "child referral")
    for code, answers in {**ADULT, "person": CHILD_PERSON, "safeguarding": CHILD_SAFEGUARDING}.items():
        if code not in ("consent", "contact", "needs"):
            answer_section(desk, reference, code, answers)
    answer_section(desk, reference, "consent", {"consent-police-decision": "declined"})
    desk.goto(f"/referrals/{reference}/check/")
    desk.locator('[name="declared"]').check()
    desk.get_by_role("button", name=re.compile("^Finish")).click()

    expect(desk).to_have_url(re.compile("/lodged/$"))
    assert Referral.objects.get().completed_at is not None


def test_three_people_found_together_share_what_is_the_same_and_nothing_else(desk: Page) -> None:
    first = start(desk)
    answer_section(desk, first, "person", PERSON)
    answer_section(desk, first, "others", {"encounter-operation": "Operation Lantern"})
    for name in ("Bo", "Chi"):
        desk.goto(f"/referrals/{first}/")
        desk.get_by_role("button", name="Add another person").click()
        give(desk, {"person-given_names": name})
        desk.locator('button[name="then"][value="list"]').first.click()

    references = set(Referral.objects.values_list("reference", flat=True))
    assert len(references) == 3
    for reference in references:
        desk.goto(f"/referrals/{reference}/sections/others/")
        expect(desk.locator('[name="encounter-operation"]')).to_have_value("Operation Lantern")
        desk.goto(f"/referrals/{reference}/sections/consent/")
        assert desk.locator('[name="consent-referral-decision"]:checked').count() == 0


def test_two_tabs_on_one_section_lose_nothing(desk: Page, way: Way, officer: Membership) -> None:
    reference = referral_of(officer).reference
    where = f"/referrals/{reference}/sections/danger/"
    other = desk.context.new_page()
    for tab in (desk, other):
        tab.goto(where)
    other.locator('[name="safety-whereabouts"]').fill("At a friend's house")
    other.locator('button[name="then"][value="list"]').first.click()
    desk.locator('[name="safety-whereabouts"]').fill("At the station")
    desk.locator('button[name="then"][value="list"]').first.click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Two versions of this section")
    assert_well_made(desk, way)
    desk.get_by_label("Keep both, one under the other").check()
    desk.get_by_role("button", name="Save my choices").click()
    desk.goto(where)

    expect(desk.locator('[name="safety-whereabouts"]')).to_have_value("At a friend's house\n\nAt the station")


def test_a_draft_is_handed_to_the_unit_and_taken_on_there(
    desk: Page, way: Way, officer: Membership, another: Callable[[], Page], base_url: str
) -> None:
    reference = referral_of(officer, label="Car wash, Redditch").reference
    desk.goto(f"/referrals/{reference}/hand-over/")
    assert_well_made(desk, way)
    desk.get_by_label("Modern Slavery Unit").check()
    desk.get_by_role("button", name=re.compile("^Hand over")).click()
    expect(desk.get_by_role("main")).to_contain_text("Modern Slavery Unit")

    manager = Membership.objects.get(user__full_name="DC Priya Raman")
    theirs = another()
    let_in(theirs, manager.user, base_url)
    theirs.goto(f"/referrals/{reference}/sections/danger/")
    give(theirs, {"safety-danger": "at_risk"})
    theirs.locator('button[name="then"][value="list"]').first.click()

    expect(theirs.get_by_role("main")).to_contain_text("Out of it, but at risk")


def test_every_page_of_a_case_is_accessible_and_fits(desk: Page, way: Way, officer: Membership) -> None:
    draft = complete_case(Route.ADULT, by=officer).reference
    pages = ["", *(f"sections/{code}/" for code in ADULT), "routes/", "rename/", "check/", "files/", "urgent/"]
    pages += ["hand-over/", "discard/", "papers/", "papers/copy-across/"]
    for place in pages:
        response = desk.goto(f"/referrals/{draft}/{place}")
        assert response
        assert response.status == 200, place
        assert_well_made(desk, way)


def test_every_page_after_passing_on_is_accessible_and_fits(desk: Page, way: Way, officer: Membership) -> None:
    anonymous = complete_case(Route.NOTIFY_ANONYMOUS, by=officer).reference
    pass_on(desk, anonymous)
    pages = ["", "lodged/", "add-to/", "report-error/", "age/", "sending/", "papers/", "papers/notification/"]
    for place in [*pages, "papers/copy-across/", "files/"]:
        response = desk.goto(f"/referrals/{anonymous}/{place}")
        assert response
        assert response.status == 200, place
        assert_well_made(desk, way)
    for place in ("/", "/referrals/"):
        desk.goto(place)
        assert_well_made(desk, way)
