"""The colleagues pages, as their users meet them."""

import html as html_module
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership, SignInLink
from audit.enums import Outcome
from audit.models import Entry
from tests.factories import MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR], user__full_name="Ada Admin")


@pytest.fixture
def as_admin(client: Client, admin: Membership) -> Client:
    client.force_login(admin.user)
    return client


def names_on(html: str) -> list[str]:
    return re.findall(r'href="/colleagues/\d+/">([^<]+)</a>', html)


def test_the_list_shows_the_agencys_people_by_name_and_nobody_elses(as_admin: Client, admin: Membership) -> None:
    for name in ("Zoe Last", "DC Bea First"):
        MembershipFactory(agency=admin.agency, user__full_name=name)
    MembershipFactory(user__full_name="Some Stranger")

    page = as_admin.get(reverse("colleagues")).content.decode()

    assert names_on(page) == ["Ada Admin", "DC Bea First", "Zoe Last"]


def test_the_ledger_keeps_who_was_shown(as_admin: Client, admin: Membership) -> None:
    shown = MembershipFactory(agency=admin.agency)

    as_admin.get(reverse("colleagues"))

    entry = Entry.objects.get(event="colleagues.listed")
    assert (entry.actor_id, entry.acting_for) == (admin.user_id, admin.agency.code)
    assert set(entry.shown) == {admin.reference, shown.reference}


def test_a_long_list_comes_in_pages_that_lose_nobody(as_admin: Client, admin: Membership) -> None:
    for _ in range(34):
        MembershipFactory(agency=admin.agency, user__full_name="Same Name")
    seen: list[str] = []
    address = reverse("colleagues")

    for _ in range(5):
        html = as_admin.get(address).content.decode()
        seen += re.findall(r'href="(/colleagues/\d+/)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if not following:
            break
        address = reverse("colleagues") + html_module.unescape(following[1])

    assert len(seen) == len(set(seen)) == 35


@pytest.mark.parametrize("after", ["", "0", "99999999999999999999", "-1", "x", "1'--", "\0", "²"])
def test_a_malformed_page_starts_from_the_beginning(after: str, as_admin: Client) -> None:
    response = as_admin.get(reverse("colleagues"), {"after": after})

    assert response.status_code == 200
    assert names_on(response.content.decode()) == ["Ada Admin"]


STATES = {
    "active": {"Ada Admin", "Active"},
    "invited": {"Invited"},
    "deactivated": {"Gone"},
    "roleless": {"Active", "Invited"},
    "": {"Ada Admin", "Active", "Invited", "Gone"},
    "everybody": {"Ada Admin", "Active", "Invited", "Gone"},
    "invented": {"Ada Admin", "Active", "Invited", "Gone"},
}


@pytest.mark.parametrize("state", STATES)
def test_the_list_can_be_narrowed_by_state(state: str, as_admin: Client, admin: Membership) -> None:
    MembershipFactory(agency=admin.agency, user__full_name="Active")
    MembershipFactory(agency=admin.agency, user=UserFactory(full_name="Invited", password=None))
    MembershipFactory(agency=admin.agency, user__full_name="Gone", deactivated_at=timezone.now())

    page = as_admin.get(reverse("colleagues"), {"state": state}).content.decode()

    assert set(names_on(page)) == STATES[state]


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    colleagues: int, as_admin: Client, admin: Membership, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(colleagues - 1):
        MembershipFactory(agency=admin.agency).units.set([UnitFactory(agency=admin.agency)])
    as_admin.get(reverse("home"))

    # session, person with membership; the counts, the list, its units; the ledger; what is unread.
    with django_assert_num_queries(7):
        as_admin.get(reverse("colleagues"))


def test_those_who_have_not_given_a_name_come_last(as_admin: Client, admin: Membership) -> None:
    MembershipFactory(agency=admin.agency, user__full_name="", user__email="aaa@agency.example")
    MembershipFactory(agency=admin.agency, user__full_name="Zoë Žižek")

    page = as_admin.get(reverse("colleagues")).content.decode()

    assert names_on(page) == ["Ada Admin", "Zoë Žižek", "aaa@agency.example"]


def test_each_tab_says_how_many_it_holds(as_admin: Client, admin: Membership) -> None:
    MembershipFactory(agency=admin.agency, deactivated_at=timezone.now())
    MembershipFactory(deactivated_at=timezone.now())

    page = as_admin.get(reverse("colleagues")).content.decode()

    assert re.findall(r">([A-Z][^<]+ \(\d+\))</a>", page) == [
        "Everybody (2)",
        "Active (1)",
        "Invited, not yet here (0)",
        "Without a role (0)",
        "Deactivated (1)",
    ]


@pytest.mark.parametrize("typed", ["sian", "SIÂN", "siân", "o'brien", "obrien", "sian@", "24-17"])
def test_accents_capitals_and_signs_do_not_matter(typed: str, as_admin: Client, admin: Membership) -> None:
    MembershipFactory(
        agency=admin.agency,
        user__full_name="PC Siân O’Brien",
        user__email="sian@agency.example",
        user__collar_number="24-17",
    )

    assert names_on(as_admin.post(reverse("find-colleague"), {"text": typed}).content.decode()) == ["PC Siân O’Brien"]


def test_a_name_that_changed_is_found_under_the_new_one(as_admin: Client, admin: Membership) -> None:
    person = MembershipFactory(agency=admin.agency, user__full_name="Old Name").user
    person.full_name = "New Name"
    person.save(update_fields=["full_name"])

    assert names_on(as_admin.post(reverse("find-colleague"), {"text": "new"}).content.decode()) == ["New Name"]
    assert names_on(as_admin.post(reverse("find-colleague"), {"text": "old"}).content.decode()) == []


def test_looking_for_somebody_finds_any_part_of_a_name_address_or_number(as_admin: Client, admin: Membership) -> None:
    MembershipFactory(agency=admin.agency, user__full_name="Dana Whitlock", user__collar_number="2417")
    MembershipFactory(user__full_name="Dana Stranger")

    for typed in ("dan", "whit dana", "2417", "DANA"):
        assert names_on(as_admin.post(reverse("find-colleague"), {"text": typed}).content.decode()) == ["Dana Whitlock"]


@pytest.mark.parametrize("typed", ["%", "_", "'; --", "<script>", "no such person", "\u202e", "👮"])
def test_looking_for_nobody_finds_nobody(typed: str, as_admin: Client) -> None:
    page = as_admin.post(reverse("find-colleague"), {"text": typed}).content.decode()

    assert names_on(page) == []
    assert "Nobody at your agency matches" in page


def test_what_was_looked_for_is_not_in_the_ledger(as_admin: Client, admin: Membership) -> None:
    as_admin.post(reverse("find-colleague"), {"text": "ada"})

    entry = Entry.objects.get(event="colleagues.searched")
    assert entry.shown == [admin.reference]
    assert "ada" not in str({**vars(entry), "_state": ""}).lower()


def test_an_invitation_with_a_bad_address_comes_back_as_it_was_typed(as_admin: Client) -> None:
    response = as_admin.post(reverse("invite-colleague"), {"email": "not an address", "roles": ["MSHT_SPOC"]})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Enter an e-mail address in the right form" in page
    assert 'value="not an address"' in page
    assert re.search(r'value="MSHT_SPOC"[^>]*checked', page)


def test_inviting_somebody_adds_them_to_the_list(as_admin: Client, admin: Membership) -> None:
    response = as_admin.post(
        reverse("invite-colleague"), {"email": "new@agency.example", "roles": ["MSHT_SPOC"]}, follow=True
    )

    assert "new@agency.example is invited." in response.content.decode()
    assert Membership.objects.get(user__email="new@agency.example").roles == ["MSHT_SPOC"]
    assert SignInLink.objects.get().asked_by == admin.user


def test_somebody_with_an_account_is_added_and_the_page_says_that_no_message_went(
    as_admin: Client, admin: Membership
) -> None:
    elsewhere = MembershipFactory()

    response = as_admin.post(reverse("invite-colleague"), {"email": elsewhere.user.email}, follow=True)

    assert "has an account already" in response.content.decode()
    assert not SignInLink.objects.exists()


def test_inviting_a_deactivated_colleague_says_so(as_admin: Client, admin: Membership) -> None:
    gone = MembershipFactory(agency=admin.agency, deactivated_at=timezone.now())

    page = as_admin.post(reverse("invite-colleague"), {"email": gone.user.email}).content.decode()

    assert "They are deactivated: find them there and reactivate them." in page


def test_a_colleagues_page_says_until_when_the_invitation_works(as_admin: Client, admin: Membership) -> None:
    as_admin.post(reverse("invite-colleague"), {"email": "new@agency.example"})
    invited = Membership.objects.get(user__email="new@agency.example")

    page = as_admin.get(reverse("colleague", args=[invited.pk])).content.decode()
    assert "works until" in page
    assert "Cancel the invitation" in page

    SignInLink.objects.update(expires_at=timezone.now())
    assert "ran out" in as_admin.get(reverse("colleague", args=[invited.pk])).content.decode()


def test_who_saved_first_and_when_is_told_to_who_saves_second(as_admin: Client, admin: Membership) -> None:
    person = MembershipFactory(agency=admin.agency, roles=[Role.SPOC])
    address = reverse("change-colleague", args=[person.pk])
    as_admin.post(address, {"roles": ["SUPERVISOR"], "version": 1})

    page = as_admin.post(address, {"roles": ["DPO_AUDITOR"], "version": 1}).content.decode()

    assert "Saved by Ada Admin" in page


def test_only_roles_that_the_agency_gives_are_offered(as_admin: Client) -> None:
    page = as_admin.get(reverse("invite-colleague")).content.decode()

    offered = set(re.findall(r'name="roles"[^>]*value="([A-Z_]+)"', page))
    assert offered == {"FR_OFFICER", "MSHT_SPOC", "MSHT_UNIT", "SUPERVISOR", "FCR", "DPO_AUDITOR", "ADMIN"}
    assert "checked" not in page


def test_opening_the_change_page_and_saving_it_changes_nothing(as_admin: Client, admin: Membership) -> None:
    unit = UnitFactory(agency=admin.agency)
    person = MembershipFactory(agency=admin.agency, roles=[Role.SPOC, Role.AUDITOR])
    person.units.set([unit])

    response = as_admin.post(
        reverse("change-colleague", args=[person.pk]),
        {"roles": ["DPO_AUDITOR", "MSHT_SPOC"], "units": [unit.pk], "version": 1},
    )

    person.refresh_from_db()
    assert response.status_code == 302
    assert (set(person.roles), list(person.units.all())) == ({"MSHT_SPOC", "DPO_AUDITOR"}, [unit])


def test_a_stale_page_shows_what_is_saved_now_and_keeps_what_was_ticked(as_admin: Client, admin: Membership) -> None:
    person = MembershipFactory(agency=admin.agency, roles=[Role.SUPERVISOR], version=2)
    address = reverse("change-colleague", args=[person.pk])

    page = as_admin.post(address, {"roles": ["MSHT_SPOC"], "version": 1}).content.decode()

    assert "Somebody else changed this colleague" in page
    assert "As it is saved now" in page
    assert "Save mine instead" in page
    assert re.search(r'value="MSHT_SPOC"[^>]*checked', page)
    assert re.search(r'name="version"[^>]*value="2"|value="2"[^>]*name="version"', page)
    person.refresh_from_db()
    assert person.roles == ["SUPERVISOR"]


@pytest.mark.parametrize(
    ("step", "is_active"),
    [
        ("deactivate", False),
        ("reactivate", True),
        ("link", True),
        ("second-factor", True),
        ("cancel-invitation", False),
    ],
)
def test_a_step_is_explained_first_and_done_on_confirming(
    step: str, is_active: bool, as_admin: Client, admin: Membership
) -> None:
    gone = timezone.now() if step == "reactivate" else None
    person = MembershipFactory(agency=admin.agency, deactivated_at=gone)
    address = reverse("confirm-colleague", args=[person.pk, step])

    assert as_admin.get(address).status_code == 200
    person.refresh_from_db()
    assert person.deactivated_at == gone

    assert as_admin.post(address).status_code == 302
    person.refresh_from_db()
    assert person.is_active is is_active
    assert SignInLink.objects.exists() is (step == "link")


def test_a_step_that_does_not_exist_is_not_found(as_admin: Client, admin: Membership) -> None:
    assert as_admin.get(reverse("confirm-colleague", args=[admin.pk, "promote"])).status_code == 404


PAGES = {
    "colleagues": [],
    "find-colleague": [],
    "invite-colleague": [],
    "colleague": ["pk"],
    "change-colleague": ["pk"],
    "confirm-colleague": ["pk", "deactivate"],
}


def address_of(name: str, person: Membership) -> str:
    return reverse(name, args=[person.pk if part == "pk" else part for part in PAGES[name]])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name, parts in PAGES.items() if parts])
def test_somebody_of_another_agency_cannot_be_told_from_nobody(name: str, method: str, as_admin: Client) -> None:
    stranger = MembershipFactory(roles=[Role.SPOC])

    response = getattr(as_admin, method)(address_of(name, stranger))

    if method == "post" and name == "colleague":
        assert response.status_code == 405
    else:
        assert response.status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_an_administrator_gets_in(name: str, role: Role | None, client: Client, admin: Membership) -> None:
    person = MembershipFactory(agency=admin.agency, roles=[role] if role else [])
    client.force_login(person.user)

    response = client.get(address_of(name, admin))

    assert response.status_code == (404 if PAGES[name] else 403)
    assert "Ada Admin" not in response.content.decode()
    assert Entry.objects.filter(outcome=Outcome.REFUSED, actor_id=person.user_id).count() == 1
