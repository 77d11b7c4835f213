"""Who looked at a case, for supervisors of the force that has it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.ledger.queries.looked import who_looked
from referrals.models import Referral
from tests.factories import MembershipFactory
from tests.ledger.test_reading import write
from tests.lodging.factories import NOW, Force, council_worker, lodged, member, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def case(force: Force) -> Referral:
    return lodged(ready(force.officer), force.officer)


def page_of(client: Client, who: Membership, case: Referral, after: object = "") -> str:
    client.force_login(who.user)
    response = client.get(f"/referrals/{case}/looked/", {"after": after} if after else {})
    assert response.status_code == 200
    return response.content.decode()


def test_each_person_stands_once_with_what_they_did(force: Force, case: Referral) -> None:
    write(force.manager, "timeline.opened", str(case))
    write(force.manager, "file.opened", str(case), at=NOW + timedelta(hours=2))
    write(force.manager, "timeline.printed", str(case), operation=Operation.DISCLOSURE)
    write(force.manager, "note.added", str(case), operation=Operation.ALTERATION)
    write(force.manager, "referral.disclosed", str(case), operation=Operation.DISCLOSURE)
    write(force.manager, "queue.listed:all", shown=["MS-26-0000000", str(case)])
    refused = {"operation": Operation.SECURITY, "outcome": Outcome.REFUSED}
    write(council_worker(), "page.refused", "referral", shown=[str(case)], **refused)
    write(None, "file.opened", str(case))
    write(force.manager, "timeline.opened", "MS-26-0000000")

    found = [
        (each.who, each.roles, each.agency, each.times, each.kinds, each.refused) for each in who_looked(case, "").rows
    ]

    unit = "Case manager, modern slavery unit"
    assert found == [
        ("Samuel Brook", "Partner who is a first responder", "Worcestershire County Council", 1, "", "Refused once"),
        (
            "DC Priya Raman", unit, "West Mercia Police", 4,
            "Opened once, shown in a list once, downloaded once, printed once", "",
        ),
    ]  # fmt: skip
    manager = who_looked(case, "").rows[1]
    assert (manager.first, manager.last) == (NOW, NOW + timedelta(hours=2))


@pytest.mark.parametrize("role", Role)
def test_only_supervisors_of_the_force_see_who_looked(role: Role, force: Force, case: Referral, client: Client) -> None:
    where = f"/referrals/{case}/looked/"
    client.force_login(member(force.agency, role, force.unit).user)
    sees_case = client.get(f"/referrals/{case}/").status_code == 200

    expected = 200 if role == Role.SUPERVISOR else 403 if sees_case else 404
    assert client.get(where).status_code == expected
    if sees_case:
        page = client.get(f"/referrals/{case}/access/").content.decode()
        assert (where in page) is (role == Role.SUPERVISOR)
    client.force_login(MembershipFactory(roles=[role]).user)
    assert client.get(where).status_code == 404


def test_looking_at_who_looked_is_a_look(force: Force, case: Referral, client: Client) -> None:
    page = page_of(client, force.supervisor, case)

    assert Entry.objects.get(event="looked.opened").reference == str(case)
    assert "DS Neil Garrow" in page


def test_being_refused_a_case_is_kept_with_its_reference(force: Force, case: Referral, client: Client) -> None:
    client.force_login(MembershipFactory(roles=[Role.SUPERVISOR], user__full_name="Stranger").user)
    client.get(f"/referrals/{case}/")
    client.get("/referrals/John Smith/")

    assert list(Entry.objects.filter(event="page.refused").values_list("shown", flat=True)) == [[str(case)], []]
    page = page_of(client, force.supervisor, case)
    assert "Stranger" in page
    assert '<strong class="app-flag">Refused once</strong>' in page


def test_the_list_goes_on_after_fifteen(force: Force, case: Referral, client: Client) -> None:
    people = [member(force.agency, Role.SPOC, name=f"Looker {number:02}") for number in range(17)]
    entries = [write(person, "timeline.opened", str(case)) for person in people]
    first = page_of(client, force.supervisor, case)

    # The supervisor's own look stands above them.
    assert "Looker 03" in first
    assert "Looker 02" not in first
    assert f"after={entries[3].pk}" in first
    rest = page_of(client, force.supervisor, case, after=entries[3].pk)
    assert "Looker 02" in rest
    assert "Looker 03" not in rest
    assert "Start of the list" in page_of(client, force.supervisor, case, after=1)
    for odd in ("x", "9" * 40, "-1"):
        assert "Looker 16" in page_of(client, force.supervisor, case, after=odd)


@pytest.mark.parametrize("many", [1, 3])
def test_who_looked_takes_the_same_queries_for_one_and_for_three(
    many: int, force: Force, case: Referral, django_assert_num_queries: Callable[..., object]
) -> None:
    for person in (force.officer, force.manager, force.spoc)[:many]:
        write(person, "timeline.opened", str(case))

    # people with their counts, names, agencies.
    with django_assert_num_queries(3):
        assert len(who_looked(case, "").rows) == many
