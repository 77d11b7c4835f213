"""For which agency somebody acts: found anew at every request, chosen where there are several."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Role
from agencies.models import Membership
from tests.doors.visitors import events, last_entry
from tests.factories import MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER], agency__name="Police", agency__code="police")


@pytest.fixture
def council(police: Membership) -> Membership:
    return MembershipFactory(
        user=police.user, roles=[Role.PARTNER_RESPONDER], agency__name="Council", agency__code="council"
    )


def request_of(response: HttpResponse) -> Any:
    return response.wsgi_request  # type: ignore[attr-defined]


def open_home(client: Client, membership: Membership) -> Any:
    client.force_login(membership.user)
    return request_of(client.get(reverse("home")))


def choose(client: Client, membership: Membership, query: str = "") -> HttpResponse:
    response: HttpResponse = client.post(reverse("acting-for") + query, {"membership": membership.pk})
    return response


def test_the_only_agency_is_taken_without_asking(client: Client, police: Membership) -> None:
    units = [UnitFactory(agency=police.agency), UnitFactory(agency=police.agency)]
    police.units.set(units)

    request = open_home(client, police)

    assert request.membership == police
    assert request.actor == Actor(
        user_id=police.user_id,
        agency_id=police.agency_id,
        agency_code="police",
        unit_ids=frozenset(unit.pk for unit in units),
        roles=frozenset({Role.FIRST_RESPONDER}),
        is_first_responder=True,
        is_bound_to_notify=True,
    )


def test_it_takes_one_query_however_many_units_and_agencies(client: Client, police: Membership) -> None:
    for count in range(3):
        police.units.add(*(UnitFactory(agency=police.agency) for _ in range(count)))
        client.force_login(police.user)
        client.get(reverse("account"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("account"))

        asked = [query["sql"] for query in queries if "agencies_membership" in query["sql"]]
        assert len(asked) == 1
        # The session, the person with what they act under, whether their home is held, how much they have not read.
        assert len(queries) == 4


def test_units_that_were_closed_do_not_count(client: Client, police: Membership) -> None:
    opened = UnitFactory(agency=police.agency)
    closed = UnitFactory(agency=police.agency, valid_to=localdate() - timedelta(days=1))
    police.units.set([opened, closed])

    assert open_home(client, police).actor.unit_ids == {opened.pk}


def test_nobody_is_asking_until_somebody_signs_in(client: Client) -> None:
    request = request_of(client.get(reverse("get-help")))

    assert (request.actor, request.membership) == (None, None)


def test_somebody_without_an_agency_has_no_roles(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)

    request = request_of(client.get(reverse("home")))

    assert request.actor == Actor(user_id=person.pk)
    assert request.membership is None


@pytest.mark.usefixtures("council")
def test_with_several_agencies_one_is_asked_first(client: Client, police: Membership) -> None:
    client.force_login(police.user)

    response = client.get(reverse("colleagues"))

    assert response["Location"] == f"{reverse('acting-for')}?next=%2Fcolleagues%2F"
    assert request_of(response).actor == Actor(user_id=police.user_id)
    assert client.post(reverse("invite-colleague"))["Location"] == reverse("acting-for")
    assert client.get(reverse("account")).status_code == 200


def test_the_choice_is_kept_recorded_and_can_be_changed(
    client: Client, police: Membership, council: Membership
) -> None:
    client.force_login(police.user)

    assert choose(client, council, "?next=/account/")["Location"] == "/account/"
    assert request_of(client.get(reverse("home"))).membership == council
    entry = last_entry("acting_for.chosen")
    assert (entry.actor_id, entry.acting_for, entry.reference) == (police.user_id, "council", council.reference)

    assert choose(client, police)["Location"] == reverse("home")
    assert request_of(client.get(reverse("home"))).actor.agency_code == "police"


def test_the_page_lists_my_agencies_and_nobody_elses(client: Client, police: Membership, council: Membership) -> None:
    stranger = MembershipFactory(agency__name="Somebody else's agency")
    client.force_login(police.user)

    page = client.get(reverse("acting-for")).content.decode()

    assert "Police" in page
    assert "Council" in page
    assert stranger.agency.name not in page
    answer = choose(client, stranger).content.decode()
    assert "Choose an agency from the list." in answer
    assert "acting_for.chosen" not in events()


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 400, "0x1", "a\0b"])
@pytest.mark.usefixtures("council")
def test_rubbish_is_no_choice(client: Client, police: Membership, typed: str) -> None:
    client.force_login(police.user)

    page = client.post(reverse("acting-for"), {"membership": typed}).content.decode()

    assert ("Choose an agency from the list." if typed else "Choose an agency.") in page


def test_nobody_is_sent_to_another_site(client: Client, police: Membership, council: Membership) -> None:
    client.force_login(police.user)

    assert choose(client, council, "?next=https://evil.example/")["Location"] == reverse("home")


@pytest.mark.parametrize(
    "ended",
    [
        {"deactivated_at": timezone.now()},
        {"valid_to": date(2021, 1, 1)},
        {"valid_from": localdate() + timedelta(days=1)},
    ],
)
def test_whoever_acts_for_an_agency_that_can_no_longer_be_used_is_out_at_the_next_click(
    client: Client, police: Membership, council: Membership, ended: dict[str, Any]
) -> None:
    client.force_login(police.user)
    choose(client, council)
    assert request_of(client.get(reverse("home"))).membership == council

    Membership.objects.filter(pk=council.pk).update(**ended)

    assert client.get(reverse("home")).status_code == 302
    assert open_home(client, police).membership == police


def test_new_roles_count_from_the_next_click(client: Client, police: Membership) -> None:
    assert open_home(client, police).actor.roles == {Role.FIRST_RESPONDER}

    Membership.objects.update(roles=[Role.SPOC])

    assert request_of(client.get(reverse("home"))).actor.roles == {Role.SPOC}
