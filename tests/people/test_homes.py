"""The home postcode of a colleague: typed by an administrator, sealed, compared, and never shown again."""

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from structlog.testing import capture_logs

from agencies.enums import Role
from agencies.folding import folded_postcode
from agencies.models import HomePostcode, Membership
from agencies.people import actions
from agencies.people.homes import forget_home, homes, record_home
from agencies.refusals import NotAllowed
from audit.models import Entry
from tests.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
HELD = "WR99ZZ"


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def colleague(admin: Membership) -> Membership:
    return MembershipFactory(agency=admin.agency, roles=[Role.CASE_MANAGER], user__full_name="Ivy Nine")


def held(colleague: Membership) -> dict[int, str]:
    return homes(colleague.agency_id, [colleague.user_id])


@pytest.mark.parametrize("typed", ["WR9 9ZZ", "wr99zz", "  wr9  9zz "])
def test_it_is_kept_sealed_and_compared_however_it_was_typed(
    admin: Membership, colleague: Membership, client: Client, typed: str
) -> None:
    client.force_login(admin.user)
    page = client.post(f"/colleagues/{colleague.pk}/home/", {"postcode": typed}, follow=True).content.decode()

    assert held(colleague) == {colleague.user_id: HELD}
    assert HELD.encode() not in bytes(HomePostcode.objects.get().sealed)
    assert "Held, sealed" in page
    assert "The home postcode of Ivy Nine is saved." in page
    again = client.get(f"/colleagues/{colleague.pk}/home/").content.decode()
    client.force_login(colleague.user)
    own = client.get("/account/").content.decode()
    assert "has recorded it. It is kept sealed" in own
    for each in (page, again, own):
        assert HELD not in folded_postcode(each)
    entry = Entry.objects.get(event="colleague.home_recorded")
    assert (entry.reference, HELD in str(entry.__dict__)) == (colleague.reference, False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the postcode."), ("Worcester", "Enter a postcode in the right form"),
        ("WR9 9ZZ, Droitwich", "Enter a postcode in the right form"), ("9WR 9ZZ", "Enter a postcode in the right form"),
    ],
)  # fmt: skip
def test_what_is_no_postcode_is_refused_and_stays_in_the_box(
    admin: Membership, colleague: Membership, client: Client, typed: str, said: str
) -> None:
    client.force_login(admin.user)
    page = client.post(f"/colleagues/{colleague.pk}/home/", {"postcode": typed}).content.decode()

    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert held(colleague) == {}


def test_it_is_replaced_and_deleted(admin: Membership, colleague: Membership, client: Client) -> None:
    client.force_login(admin.user)
    for typed in (HELD, "WR1 1AA"):
        client.post(f"/colleagues/{colleague.pk}/home/", {"postcode": typed})
    assert held(colleague) == {colleague.user_id: "WR11AA"}

    for _ in range(2):
        page = client.post(f"/colleagues/{colleague.pk}/home/delete/", follow=True).content.decode()
        assert "Not held" in page
    assert held(colleague) == {}
    assert Entry.objects.filter(event="colleague.home_forgotten").count() == 1


def test_whoever_is_deactivated_leaves_none(admin: Membership, colleague: Membership) -> None:
    record_home(colleague, postcode=HELD, by=actor_of(admin), at=timezone.now())

    actions.deactivate(colleague.pk, by=actor_of(admin), at=timezone.now())

    assert not HomePostcode.objects.exists()


def test_none_is_recorded_of_somebody_who_is_deactivated(
    admin: Membership, colleague: Membership, client: Client
) -> None:
    actions.deactivate(colleague.pk, by=actor_of(admin), at=timezone.now())
    client.force_login(admin.user)

    page = client.post(f"/colleagues/{colleague.pk}/home/", {"postcode": HELD}).content.decode()

    assert "Reactivate them first." in page
    assert held(colleague) == {}


def test_one_whose_key_is_gone_is_left_out_and_the_others_are_found(
    admin: Membership, colleague: Membership, settings: Settings
) -> None:
    by, other = actor_of(admin), MembershipFactory(agency=admin.agency)
    record_home(colleague, postcode=HELD, by=by, at=timezone.now())
    settings.FIELD_KEYS = [Fernet.generate_key()]
    record_home(other, postcode="WR1 1AA", by=by, at=timezone.now())

    with capture_logs() as logs:
        assert homes(admin.agency_id, [colleague.user_id, other.user_id]) == {other.user_id: "WR11AA"}

    assert [(line["event"], line["user_id"]) for line in logs] == [("home.unreadable", colleague.user_id)]


def test_only_an_administrator_of_the_same_agency_records_or_deletes_it(
    admin: Membership, colleague: Membership, client: Client
) -> None:
    record_home(colleague, postcode=HELD, by=actor_of(admin), at=timezone.now())
    elsewhere = MembershipFactory(roles=[Role.ADMINISTRATOR])
    for person in (colleague, elsewhere, MembershipFactory(agency=admin.agency, roles=[Role.SUPERVISOR])):
        client.force_login(person.user)
        for address in ("home", "home/delete"):
            answer = client.post(f"/colleagues/{colleague.pk}/{address}/", {"postcode": "WR1 1AA"})
            assert answer.status_code in (403, 404)
        with pytest.raises(NotAllowed):
            record_home(colleague, postcode="WR1 1AA", by=actor_of(person), at=timezone.now())
        with pytest.raises(NotAllowed):
            forget_home(colleague, by=actor_of(person), at=timezone.now())

    assert held(colleague) == {colleague.user_id: HELD}
