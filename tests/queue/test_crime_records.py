"""The crime registrar's list: what is not recorded yet, what is to be checked, and what is to be put right."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.pages import PAGE_SIZE
from audit.models import Entry
from referrals.enums import CrimeCheck, CrimeMark, Track, TrackState
from referrals.models import QueueRow, Referral
from referrals.rules.crime import check_of
from tests.factories import MembershipFactory
from tests.lodging.factories import NOW, Force, lodged, member, ready
from tests.queue.cases import listed
from tests.tracks.factories import NUMBER, Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_hours_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        yield


@pytest.fixture
def case() -> Case:
    return Case()


def page_of(client: Client, who: Membership, check: str = "", **asked: object) -> str:
    client.force_login(who.user)
    response = client.get("/crime-records/", {"check": check, **asked})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("mark", "check"),
    [
        (None, CrimeCheck.WAITING), ("", CrimeCheck.UNCHECKED), ("right", CrimeCheck.RIGHT),
        ("wrong", CrimeCheck.WRONG),
    ],
)  # fmt: skip
def test_what_the_newest_entry_means(mark: str | None, check: CrimeCheck) -> None:
    assert check_of(mark) == check


def test_a_case_goes_from_list_to_list_as_it_is_recorded_and_checked(case: Case, client: Client) -> None:
    def lists() -> list[str]:
        return [check for check in CrimeCheck if str(case.referral) in page_of(client, case.registrar, check)]

    assert lists() == [CrimeCheck.WAITING]
    assert "left" in page_of(client, case.registrar)
    case.record(Track.CRIME, TrackState.CRIME_RECORDED, **NUMBER)
    assert lists() == [CrimeCheck.UNCHECKED]
    assert "22/98765/26 recorded" in page_of(client, case.registrar, CrimeCheck.UNCHECKED)
    case.mark(CrimeMark.WRONG, reason="The number is of another case.")
    assert lists() == [CrimeCheck.WRONG]
    assert "The number is of another case." in page_of(client, case.registrar, CrimeCheck.WRONG)
    case.record(Track.CRIME, TrackState.CRIME_RECORDED, **{**NUMBER, "reference": "22/1/26"})
    assert lists() == [CrimeCheck.UNCHECKED]
    case.mark(CrimeMark.RIGHT)
    assert lists() == [CrimeCheck.RIGHT]
    assert "22/1/26 recorded" in page_of(client, case.registrar, CrimeCheck.RIGHT)


def test_a_case_leads_to_where_its_crime_is_recorded(case: Case, client: Client) -> None:
    where = f"/referrals/{case.referral.reference}/tracks/crime/"

    assert f'href="{where}"' in page_of(client, case.registrar)
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("role", [None, *Role])
def test_only_whoever_checks_crimes_and_supervisors_have_the_list(role: Role | None, client: Client) -> None:
    client.force_login(MembershipFactory(roles=[role] if role else []).user)
    home = client.get("/").content.decode()
    has_it = role in (Role.CRIME_REGISTRAR, Role.SUPERVISOR)

    assert client.get("/crime-records/").status_code == (200 if has_it else 403)
    assert ("Crime records" in home) is has_it
    assert client.post("/crime-records/").status_code == 405


def test_nobody_sees_what_is_of_another_force_or_kept_from_them(case: Case, client: Client) -> None:
    kent = Force("kent-police", "Kent Police")
    theirs = lodged(ready(kent.officer), kent.officer)
    kept = listed(case.force, barred_people=[case.registrar.user_id])
    page = page_of(client, case.registrar)

    assert str(case.referral) in page
    assert str(theirs) not in page
    assert str(kept) not in page
    assert f"{CrimeCheck.WAITING.label} (1)" in page
    assert str(theirs) in page_of(client, member(kent.agency, Role.CRIME_REGISTRAR))


def test_what_was_shown_is_on_the_ledger(case: Case, client: Client) -> None:
    page_of(client, case.registrar)

    assert Entry.objects.get(event="crime_records.listed:waiting").shown == [case.referral.reference]


def test_the_oldest_report_stands_first_and_a_page_follows(case: Case, client: Client) -> None:
    others = [listed(case.force, at=NOW - timedelta(days=number + 1)) for number in range(PAGE_SIZE)]
    oldest = max(others, key=others.index)
    first = page_of(client, case.registrar)
    last_on_it = QueueRow.objects.order_by("received_at", "pk")[PAGE_SIZE - 1].pk

    assert first.index(str(oldest)) < first.index(str(others[1]))
    assert str(case.referral) not in first
    assert f"after={last_on_it}" in first
    assert str(case.referral) in page_of(client, case.registrar, CrimeCheck.WAITING, after=last_on_it)
    for odd in ("x", "9" * 40, "-1"):
        assert str(oldest) in page_of(client, case.registrar, "odd", after=odd)
    assert "Start of the list" in page_of(client, case.registrar, CrimeCheck.WAITING, after=case.referral.pk)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    many: int, client: Client, case: Case, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(many - 1):
        lodged(ready(case.force.officer), case.force.officer)
    page_of(client, case.registrar)
    assert Referral.objects.count() == many

    # session, person with membership; what is unread, all counts, the list, its entries and its clocks, the ledger.
    with django_assert_num_queries(2 + 6):
        client.get("/crime-records/")


def test_home_says_what_is_to_be_checked(case: Case, client: Client) -> None:
    client.force_login(case.registrar.user)
    assert "1 case with nothing recorded yet" in client.get("/").content.decode()
    case.record(Track.CRIME, TrackState.CRIME_RECORDED, **NUMBER)
    home = client.get("/").content.decode()

    assert "1 case to check" in home
    assert "nothing recorded yet" not in home
    assert "/crime-records/?check=unchecked" in home
    client.force_login(case.force.supervisor.user)
    assert "1 case to check" not in client.get("/").content.decode()
