"""How a session begins and ends, as a browser meets it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.doors.tasks import forget_old_sessions
from agencies.enums import Role
from agencies.models import User
from agencies.people import actions as people
from audit.enums import Outcome
from tests.doors.visitors import events, is_signed_in, last_entry, try_to_sign_in
from tests.factories import MembershipFactory, UserFactory, actor_of

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def person() -> User:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER]).user


def test_a_session_that_began_when_the_backend_had_another_name_goes_on(client: Client, person: User) -> None:
    client.force_login(person)
    session = client.session
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.save()
    [kept] = Session.objects.all()
    assert kept.get_decoded()[BACKEND_SESSION_KEY] == "allauth.account.auth_backends.AuthenticationBackend"

    assert client.get(reverse("account")).status_code == 200


def test_after_half_an_hour_without_a_click_nobody_is_signed_in(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    clock.shift(timedelta(minutes=29, seconds=59))
    assert is_signed_in(client)

    clock.shift(timedelta(minutes=30))

    assert not is_signed_in(client)
    assert "nothing happened for 30 minutes" in client.get(reverse("account_login")).content.decode()
    assert last_entry("session.expired").actor_id == person.pk


def test_after_twelve_hours_even_the_busiest_is_signed_out(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert is_signed_in(client)

    clock.shift(timedelta(minutes=20))

    assert not is_signed_in(client)


def test_clicks_within_the_same_minute_write_nothing(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    client.get(reverse("account"))
    clock.shift(timedelta(seconds=59))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("account"))

    assert [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))] == []


def test_staying_signed_in_is_a_post_that_restarts_the_half_hour(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    clock.shift(timedelta(minutes=26))

    assert client.get(reverse("keep-session")).status_code == 405
    assert client.post(reverse("keep-session")).status_code == 204

    clock.shift(timedelta(minutes=29))
    assert is_signed_in(client)


def test_near_the_twelfth_hour_staying_tells_the_true_end(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    for _ in range(28):
        clock.shift(timedelta(minutes=25))
        answer = client.post(reverse("keep-session"))
    assert (answer["Seconds-Until-Warning"], answer["Seconds-Until-End"]) == ("900", "1200")

    clock.shift(timedelta(minutes=17))

    answer = client.post(reverse("keep-session"))
    assert (answer["Seconds-Until-Warning"], answer["Seconds-Until-End"]) == ("0", "180")


def test_every_page_says_when_it_will_warn(client: Client, person: User, clock: time_machine.Traveller) -> None:
    try_to_sign_in(client, person.email)
    clock.shift(timedelta(minutes=10))

    page = client.get(reverse("account")).content.decode()

    assert 'data-seconds-until-warning="1500"' in page
    assert 'data-seconds-until-end="1800"' in page
    assert f'data-keep-alive="{reverse("keep-session")}"' in page


def test_signing_in_gives_the_session_a_new_name(client: Client, person: User) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    try_to_sign_in(client, person.email)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_cookie_ends_with_the_browser_and_scripts_cannot_read_it(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_nothing_that_names_a_person_is_in_the_session(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    client.get(reverse("account"))

    kept = Session.objects.get().get_decoded()
    assert person.email not in str(kept)
    assert person.full_name not in str(kept)


def test_signing_out_empties_the_browser_and_is_recorded(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)

    response = client.post(reverse("account_logout"))

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert not Session.objects.exists()
    assert not is_signed_in(client)
    assert events() == ["session.opened.password", "session.closed"]


def test_a_new_password_ends_all_other_sessions_but_not_this_one(client: Client, person: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        try_to_sign_in(browser, person.email)

    client.post(
        reverse("change-password"),
        {"present_password": "a-password-for-tests-only", "password": "seven green herons wade"},
    )

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert last_entry("password.changed").actor_id == person.pk


def test_other_roles_end_all_sessions(client: Client) -> None:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR])
    colleague = MembershipFactory(agency=admin.agency, roles=[Role.FIRST_RESPONDER])
    try_to_sign_in(client, colleague.user.email)
    assert is_signed_in(client)

    people.change_place(colleague.pk, roles=[Role.SPOC], units=[], version=1, by=actor_of(admin), at=datetime.now(UTC))

    assert not is_signed_in(client)


def test_deactivation_ends_all_sessions(client: Client) -> None:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR])
    colleague = MembershipFactory(agency=admin.agency, roles=[Role.FIRST_RESPONDER])
    try_to_sign_in(client, colleague.user.email)
    assert is_signed_in(client)

    people.deactivate(colleague.pk, by=actor_of(admin), at=datetime.now(UTC))

    assert not is_signed_in(client)


def test_rows_of_old_sessions_are_removed_a_day_after_their_end(
    client: Client, person: User, clock: time_machine.Traveller
) -> None:
    try_to_sign_in(client, person.email)
    clock.shift(timedelta(hours=24, minutes=29))
    forget_old_sessions()
    assert Session.objects.count() == 1

    clock.shift(timedelta(minutes=2))
    forget_old_sessions()

    assert Session.objects.count() == 0


def test_whoever_is_deactivated_while_signed_in_elsewhere_cannot_be_told_from_a_stranger(client: Client) -> None:
    gone = UserFactory(is_active=False)

    try_to_sign_in(client, gone.email)

    assert not is_signed_in(client)
    assert last_entry("session.refused").outcome == Outcome.REFUSED
