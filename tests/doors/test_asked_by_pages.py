"""What an open page asks for by itself, over and over: nobody is there just because of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.doors.middleware import STOP_ASKING, _is_asked_by_a_page
from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from tests.doors.visitors import is_signed_in, try_to_sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def person() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


def ask(client: Client, **headers: str) -> HttpResponse:
    """As htmx does."""
    answer: HttpResponse = client.get(reverse("notification-count"), headers={"HX-Request": "true", **headers})
    return answer


def test_only_what_is_named_counts_as_asked_by_a_page() -> None:
    for path, is_asked in {
        reverse("notification-count"): True,
        reverse("presence", args=["MS-26-0000000"]): True,
        reverse("referral", args=["MS-26-0000000"]): False,
        "/no-such-page": False,
    }.items():
        assert _is_asked_by_a_page(RequestFactory().get(path, headers={"HX-Request": "true"})) is is_asked
        assert not _is_asked_by_a_page(RequestFactory().get(path))


def assert_nothing_to_swap(answer: HttpResponse) -> None:
    """htmx asks no more, follows nowhere, and leaves the number as it is."""
    assert (answer.status_code, answer.content) == (STOP_ASKING, b"")
    assert answer["HX-Reswap"] == "none"
    assert "Location" not in answer
    assert "HX-Redirect" not in answer


def test_a_page_that_asks_for_half_an_hour_keeps_nobody_signed_in(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)

    answers = []
    for _ in range(60):
        clock.shift(HALF_MINUTE)
        answers.append(ask(client).status_code)

    assert answers == [200] * 59 + [STOP_ASKING]
    assert not is_signed_in(client)


def test_a_page_that_asks_moves_nothing_in_the_session(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    client.get(reverse("account"))
    before = Session.objects.values().get(), Entry.objects.count()
    clock.shift(timedelta(minutes=10))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert ask(client).status_code == 200

    assert [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))] == []
    assert (Session.objects.values().get(), Entry.objects.count()) == before


def test_somebody_who_opens_the_address_themselves_is_there(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    for _ in range(2):
        clock.shift(timedelta(minutes=29))
        assert client.get(reverse("notification-count")).status_code == 200

    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["account", "notifications", "home"])
def test_any_other_page_that_htmx_asks_for_is_a_sign_of_life(
    name: str, client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    clock.shift(timedelta(minutes=29))
    client.get(reverse(name), headers={"HX-Request": "true"})
    clock.shift(timedelta(minutes=29))

    assert is_signed_in(client)


def test_once_the_session_has_ended_nothing_is_put_where_the_number_stood(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    clock.shift(timedelta(minutes=30))

    for _ in range(2):
        assert_nothing_to_swap(ask(client))


def test_whoever_comes_back_after_that_is_told_once_why_they_must_sign_in(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    clock.shift(timedelta(minutes=30))
    for _ in range(3):
        ask(client)

    page = client.get(reverse("account"), follow=True).content.decode()

    assert page.count("nothing happened for 30 minutes") == 1
    assert Entry.objects.filter(event="session.expired").count() == 1


def test_a_form_that_is_sent_after_that_is_kept(
    client: Client, person: Membership, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.user.email)
    clock.shift(timedelta(minutes=30))
    ask(client)

    page = client.post("/referrals/start/", {"words": "typed at two in the morning"}, follow=True).content.decode()

    assert "What you had typed is kept for a day." in page


def new_roles(person: Membership) -> None:
    person.version += 1
    person.save()


def deactivated(person: Membership) -> None:
    person.user.is_active = False
    person.user.save()


def new_password(person: Membership) -> None:
    person.user.set_password("another-password-for-tests")
    person.user.save()


@pytest.mark.parametrize("change", [new_roles, deactivated, new_password])
def test_whatever_ended_the_session_nothing_is_put_there(
    change: Callable[[Membership], None], client: Client, person: Membership
) -> None:
    try_to_sign_in(client, person.user.email)
    client.get(reverse("account"))
    change(person)

    assert_nothing_to_swap(ask(client))
    assert not is_signed_in(client)


def test_somebody_who_never_signed_in_gets_nothing(client: Client) -> None:
    assert_nothing_to_swap(ask(client))


def test_somebody_who_has_not_chosen_an_agency_yet_gets_nothing(client: Client, person: Membership) -> None:
    MembershipFactory(user=person.user)
    try_to_sign_in(client, person.user.email)

    assert_nothing_to_swap(ask(client))


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_somebody_without_a_second_factor_gets_nothing(client: Client, person: Membership) -> None:
    try_to_sign_in(client, person.user.email)

    assert_nothing_to_swap(ask(client))


def test_without_htmx_the_address_leads_to_sign_in_as_any_other(client: Client) -> None:
    address = reverse("notification-count")

    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"
