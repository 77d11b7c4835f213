"""Giving cases away and keeping filters, as it is done on the pages."""

import pytest
from django.test import Client

from agencies.enums import Role
from referrals.models import QueueRow, SavedFilter
from tests.factories import UnitFactory
from tests.lodging.factories import Force, member
from tests.queue.cases import listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def manager(force: Force, client: Client) -> Client:
    client.force_login(force.manager.user)
    return client


def posted(client: Client, where: str, **typed: object) -> tuple[str, str]:
    """Where it led, and what the page says then."""
    response = client.post(where, typed, follow=True)
    assert response.status_code == 200
    return (response.redirect_chain[-1][0] if response.redirect_chain else ""), response.content.decode()


def owners(*cases: object) -> list[str]:
    return [str(row.owner or "") for row in QueueRow.objects.filter(referral__in=cases).select_related("owner")]


def test_ticked_cases_are_given_and_the_list_comes_back_as_it_was(force: Force, manager: Client) -> None:
    ours, theirs = listed(force), listed(Force("kent-police", "Kent Police"))
    typed = {"pick": [f"{ours.pk}.0", f"{theirs.pk}.0", "odd"], "back": "tab=open&sort=newest&text=x"}

    where, page = posted(manager, "/queue/bulk/", **typed, to=f"owner-{force.spoc.user_id}")

    assert where == "/queue/?tab=open&sort=newest"
    assert "1 case was changed." in page
    assert owners(ours, theirs).count("DS Tom Ashby") == 1
    assert owners(theirs) == [""]


def test_what_could_not_be_given_is_named_with_the_reason(force: Force, manager: Client) -> None:
    given, kept = listed(force), listed(force, barred_people=[force.spoc.user_id])
    picks = [f"{given.pk}.0", f"{kept.pk}.0"]

    _, page = posted(manager, "/queue/bulk/", pick=picks, to=f"owner-{force.spoc.user_id}")

    assert f"{kept} was not changed. DS Tom Ashby may not know of this case" in page
    assert (owners(given), owners(kept)) == (["DS Tom Ashby"], [""])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tick the cases first. Nothing was changed."),
        ({"pick": "1.0"}, "Choose what is to be done with the ticked cases."),
        ({"pick": "1.0", "to": "owner-\0"}, "Nothing needs us now"),
        ({"pick": "9" * 40, "to": "owner-none"}, "Tick the cases first."),
    ],
)
def test_nothing_odd_that_is_posted_breaks_it(typed: dict[str, str], said: str, force: Force, manager: Client) -> None:
    _, page = posted(manager, "/queue/bulk/", **typed)

    assert said in page


def test_the_bulk_list_offers_people_and_units_that_could_have_a_case(force: Force, manager: Client) -> None:
    listed(force)
    north, empty = UnitFactory(agency=force.agency, name="North"), UnitFactory(agency=force.agency, name="Empty")
    member(force.agency, Role.CASE_MANAGER, north, name="DC Amir Shah")
    page = manager.get("/queue/").content.decode()

    assert "Give to DC Amir Shah" in page
    assert "Give to PC Dana Whitlock" not in page
    assert "Hand over to North" in page
    assert f"Hand over to {empty}" not in page


def test_it_offers_each_the_others(force: Force, manager: Client) -> None:
    """What is drawn for one is kept, and is not what another sees."""
    listed(force)
    amir = member(force.agency, Role.CASE_MANAGER, force.unit, name="DC Amir Shah")
    own = manager.get("/queue/").content.decode()
    manager.force_login(amir.user)
    of_amir = manager.get("/queue/").content.decode()

    assert "Give to DC Amir Shah" in own
    assert f"Give to {force.manager.name}" not in own
    assert "Give to DC Amir Shah" not in of_amir
    assert f"Give to {force.manager.name}" in of_amir
    assert f'value="owner-{amir.user_id}">Give to me' in of_amir


def test_a_case_is_handed_over_on_its_page_and_what_was_typed_is_kept(force: Force, manager: Client) -> None:
    kent, case = Force("kent-police", "Kent Police"), listed(force)
    where = f"/referrals/{case.reference}/hand-over-case/"

    _, page = posted(manager, where, to="force", force="", reason="It happened there.", seen="0")
    assert "Choose the force." in page
    assert "It happened there." in page
    _, page = posted(manager, where, to="force", force=str(kent.agency.pk), reason="", seen="0")
    assert "Say why another force gets it." in page
    led, page = posted(manager, where, to="force", force=str(kent.agency.pk), reason="It happened there.", seen="0")

    assert led == case.get_absolute_url()  # our officer referred
    assert f"{case} is with Modern Slavery Unit, Kent Police now. They are told." in page
    assert QueueRow.objects.get(pk=case.pk).force == kent.agency


def test_a_filter_is_saved_renamed_and_deleted(force: Force, manager: Client) -> None:
    listed(force)
    _, page = posted(manager, "/queue/saved/new/?tab=open&risk=not_assessed", name="", unit="me")
    assert "Give it a name." in page

    led, page = posted(manager, "/queue/saved/new/?tab=open&risk=not_assessed", name="To assess", unit="me")
    saved = SavedFilter.objects.get()
    assert led == "/queue/?tab=open&risk=not_assessed"
    assert "My filter: To assess (1)" in page
    assert "My filter: To assess (1)" in manager.get(f"/queue/?saved={saved.pk}").content.decode()
    _, page = posted(manager, f"/queue/saved/{saved.pk}/", name="Not assessed")
    assert "Not assessed" in page

    posted(manager, f"/queue/saved/{saved.pk}/", delete="delete")
    assert not SavedFilter.objects.exists()
    assert manager.get(f"/queue/saved/{saved.pk}/").status_code == 404


def test_a_filter_of_a_unit_stands_in_the_queue_of_all_who_belong_to_it(force: Force, client: Client) -> None:
    client.force_login(force.manager.user)
    posted(client, "/queue/saved/new/?tab=open", name="Ours", unit=str(force.unit.pk))
    mine = SavedFilter.objects.create(
        name="Mine", asked={}, person=force.manager.user, saved_by=force.manager.user, saved_at="2026-11-26T08:00Z"
    )
    units = SavedFilter.objects.get(name="Ours")

    client.force_login(force.spoc.user)
    page = client.get("/queue/").content.decode()
    assert "Modern Slavery Unit: Ours (0)" in page
    assert "Mine (0)" in page
    assert "My filter" not in page
    assert client.get(f"/queue/saved/{units.pk}/").status_code == 404
    assert client.get(f"/queue/saved/{mine.pk}/").status_code == 404
    assert client.post("/queue/saved/new/", {"name": "X", "unit": str(force.unit.pk)}).status_code == 302
    assert SavedFilter.objects.get(name="X").person == force.spoc.user
