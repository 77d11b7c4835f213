"""Invitations and new passwords, from the mailbox to the session."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic, sleep

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from agencies.doors.actions import LinkEnded, ask_for_link, set_new_password
from agencies.doors.sealing import digest_of
from agencies.models import SignInLink, User
from agencies.models.sign_in_link import Purpose
from audit.enums import Outcome
from audit.models import Entry
from tests.doors.visitors import app_of, code_now, events, is_signed_in, last_entry, send_code, try_to_sign_in
from tests.factories import PASSWORD, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECRET = "the-secret-of-the-message"
NEW = "seven green herons wade"
ANSWERS = {"full_name": "Wren Ashdown", "collar_number": "4711", "password": NEW}
ENDED = "This link no longer works"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def invited() -> User:
    person: User = MembershipFactory(user__full_name="", user__email="new@agency.example").user
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def known() -> User:
    return MembershipFactory(user__email="known@agency.example").user


def link_for(person: User, purpose: Purpose = Purpose.INVITATION, secret: str = SECRET) -> SignInLink:
    link = ask_for_link(person, purpose, by=None, at=datetime.now(UTC))
    link.token_digest = digest_of(secret)
    link.sent_at = link.asked_at
    link.save()
    return link


def open_link(client: Client, secret: str = SECRET) -> HttpResponse:
    response: HttpResponse = client.get(reverse("take-link", args=[secret]))
    assert response["Location"] == reverse("use-link")
    return client.get(reverse("use-link"))


def answer(client: Client, **changed: str) -> HttpResponse:
    response: HttpResponse = client.post(reverse("use-link"), ANSWERS | changed)
    return response


def test_an_invitation_ends_in_a_session_with_a_name_and_a_password(client: Client, invited: User) -> None:
    link_for(invited)

    page = open_link(client).content.decode()
    response = answer(client)

    assert "new@agency.example" in page
    assert response["Location"] == reverse("home")
    assert is_signed_in(client)
    invited.refresh_from_db()
    assert (invited.full_name, invited.collar_number, invited.check_password(NEW)) == ("Wren Ashdown", "4711", True)
    assert events() == ["link.asked", "link.used", "password.changed", "session.opened.invitation"]
    assert {last_entry(event).actor_id for event in events()[1:]} == {invited.pk}


def test_somebody_invited_goes_on_to_the_second_factor(client: Client, invited: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    link_for(invited)
    open_link(client)

    answer(client)

    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")


def test_opening_a_link_uses_nothing_up_so_that_mail_scanners_do_no_harm(client: Client, invited: User) -> None:
    link_for(invited)
    for _ in range(3):
        assert open_link(Client()).status_code == 200

    open_link(client)
    answer(client)

    assert is_signed_in(client)


def test_the_secret_leaves_the_address_at_once_and_is_kept_nowhere(client: Client, invited: User) -> None:
    link_for(invited)

    page = open_link(client)

    assert page.request["PATH_INFO"] == "/account/link/"  # type: ignore[attr-defined]
    assert SECRET not in page.content.decode()
    assert SECRET not in str(dict(client.session))
    assert SECRET not in str(list(SignInLink.objects.values()))


def test_no_log_line_holds_the_secret(client: Client, invited: User, caplog: pytest.LogCaptureFixture) -> None:
    link_for(invited)
    open_link(client)
    client.post(reverse("take-link", args=[SECRET]))
    client.get(reverse("take-link", args=["unknown-" + SECRET]))
    client.get(reverse("use-link"))

    assert caplog.text
    assert SECRET not in caplog.text


def test_a_link_works_once(client: Client, invited: User) -> None:
    link_for(invited)
    open_link(client)
    answer(client)

    second = Client()
    page = open_link(second)

    assert (page.status_code, ENDED in page.content.decode()) == (410, True)
    assert answer(second).status_code == 410
    assert not is_signed_in(second)


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(Purpose.INVITATION, timedelta(days=7)), (Purpose.NEW_PASSWORD, timedelta(hours=1))],
)
def test_a_link_runs_out(
    client: Client, known: User, clock: time_machine.Traveller, purpose: Purpose, lasts: timedelta
) -> None:
    link_for(known, purpose)
    clock.shift(lasts - timedelta(seconds=1))
    assert open_link(client).status_code == 200

    clock.shift(timedelta(seconds=1))

    assert open_link(client).status_code == 410
    assert answer(client).status_code == 410
    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_a_newer_link_ends_the_older_one(client: Client, invited: User) -> None:
    link_for(invited)
    link_for(invited, secret="newer")

    assert open_link(client).status_code == 410
    assert open_link(client, "newer").status_code == 200


def test_a_used_link_ends_all_others(client: Client, known: User) -> None:
    older = link_for(known, Purpose.NEW_PASSWORD)
    newer = link_for(known, Purpose.NEW_PASSWORD, "newer")
    SignInLink.objects.filter(pk=older.pk).update(cancelled_at=None)
    open_link(client, "newer")
    answer(client)

    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.cancelled_at, newer.used_at, newer.cancelled_at) == (NOW, NOW, None)


def test_a_deactivated_persons_link_is_worth_nothing(client: Client, invited: User) -> None:
    link_for(invited)
    User.objects.update(is_active=False)

    assert open_link(client).status_code == 410


@pytest.mark.parametrize("secret", ["unknown", "x" * 500, "%00", "..", "é"])
def test_a_made_up_link_is_answered_like_one_that_ended(client: Client, secret: str) -> None:
    page = open_link(client, secret)

    assert (page.status_code, ENDED in page.content.decode()) == (410, True)


def test_no_secret_and_a_made_up_one_change_no_password(known: User) -> None:
    ask_for_link(known, Purpose.NEW_PASSWORD, by=None, at=NOW)

    for digest in ("", digest_of("made up")):
        with pytest.raises(LinkEnded):
            set_new_password(digest, password=NEW, at=NOW)

    known.refresh_from_db()
    assert known.check_password(PASSWORD)


def test_made_up_links_leave_no_sessions_behind(client: Client) -> None:
    client.get(reverse("take-link", args=["made-up"]))

    assert not Session.objects.exists()


def test_a_link_that_was_asked_for_and_not_sent_yet_has_no_secret_that_opens_it(client: Client, invited: User) -> None:
    ask_for_link(invited, Purpose.INVITATION, by=None, at=NOW)

    assert client.get(reverse("use-link")).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_link_at_the_same_moment_do_not_both_come_in() -> None:
    invited = MembershipFactory(user__full_name="").user
    invited.set_unusable_password()
    invited.save()
    link_for(invited)
    browsers = [Client(), Client()]
    for browser in browsers:
        open_link(browser)

    def send(browser: Client) -> None:
        answer(browser)
        connection.close()

    threads = [Thread(target=send, args=[browser]) for browser in browsers]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=invited.pk)
        for thread in threads:
            thread.start()
        wait_until_both_have_found_the_link()
    for thread in threads:
        thread.join()

    assert sorted(is_signed_in(browser) for browser in browsers) == [False, True]
    assert Entry.objects.filter(event="link.used").count() == 1


def wait_until_both_have_found_the_link() -> None:
    """Each has read it as usable, and waits for its person's row."""
    ends = monotonic() + 40
    while monotonic() < ends:
        with connection.cursor() as cursor:
            # Within a transaction PostgreSQL shows what it saw first. Other processes test on databases of their own.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone() == (2,):
                return
        sleep(0.01)
    raise AssertionError("the two never waited for the same person")


def test_somebody_who_is_signed_in_is_asked_to_sign_out_first(client: Client, known: User, invited: User) -> None:
    try_to_sign_in(client, known.email)
    link_for(invited)

    page = open_link(client).content.decode()
    answer(client)

    assert "You are signed in as" in page
    invited.refresh_from_db()
    assert not invited.has_usable_password()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": ""}, "Enter your full name."),
        ({"full_name": "x" * 121}, "Use at most 120 characters."),
        ({"collar_number": "x" * 21}, "Use at most 20 characters."),
        ({"password": ""}, "Enter a new password."),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "qwerty123456"}, "too common"),
        ({"password": "Wren Ashdown"}, "too similar"),
        ({"full_name": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_uses_nothing_up(
    client: Client, invited: User, changed: dict[str, str], sentence: str
) -> None:
    link = link_for(invited)
    open_link(client)

    page = answer(client, **changed).content.decode()

    assert sentence in page
    assert 'value="4711"' in page or "collar_number" in changed
    link.refresh_from_db()
    assert link.used_at is None


# Forgotten


def ask(client: Client, email: str) -> HttpResponse:
    response: HttpResponse = client.post(reverse("forgotten-password"), {"email": email})
    return response


def test_forgotten_passwords_are_replaced_and_all_sessions_end(client: Client, known: User) -> None:
    elsewhere = Client()
    try_to_sign_in(elsewhere, known.email)
    link_for(known, Purpose.NEW_PASSWORD)
    open_link(client)

    response = client.post(reverse("use-link"), {"password": NEW})

    assert response["Location"] == reverse("account_login")
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert try_to_sign_in(client, known.email, NEW)["Location"] == reverse("home")


def test_a_new_password_does_not_replace_the_second_factor(client: Client, known: User) -> None:
    app_of(known)
    link_for(known, Purpose.NEW_PASSWORD)
    open_link(client)
    client.post(reverse("use-link"), {"password": NEW})

    assert try_to_sign_in(client, known.email, NEW)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    send_code(client, code_now())
    assert is_signed_in(client)


def test_whoever_chose_a_new_password_need_not_wait_for_the_old_mistakes(client: Client, known: User) -> None:
    for _ in range(5):
        try_to_sign_in(client, known.email, "wrong")
    assert try_to_sign_in(client, known.email).status_code == 429
    link_for(known, Purpose.NEW_PASSWORD)
    open_link(client)
    client.post(reverse("use-link"), {"password": NEW})

    assert try_to_sign_in(client, known.email, NEW).status_code == 302


def test_asking_answers_the_same_for_everybody_and_sends_to_those_who_have_a_password(
    client: Client, known: User, invited: User
) -> None:
    gone = MembershipFactory(user__is_active=False).user
    addresses = [known.email, invited.email, gone.email, "nobody@agency.example"]

    answers = [ask(client, address).content for address in addresses]

    assert len(set(answers)) == 1
    assert [link.user for link in SignInLink.objects.all()] == [known]
    entries = Entry.objects.filter(event="link.asked").order_by("pk")
    assert [(entry.reference, entry.outcome, entry.actor_id) for entry in entries] == [
        (known.reference, Outcome.ALLOWED, None),
        (invited.reference, Outcome.REFUSED, None),
        (gone.reference, Outcome.REFUSED, None),
        ("", Outcome.REFUSED, None),
    ]


@pytest.mark.parametrize("email", ["known@agency.example", "nobody@agency.example"])
def test_asking_again_and_again_is_stopped_for_known_and_unknown_alike(client: Client, known: User, email: str) -> None:
    assert [ask(client, email).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("email", "sentence"), [("", "Enter your work e-mail address."), ("x", "Enter an e-mail address in the right form")]
)
def test_a_wrong_address_is_said_beside_the_field(client: Client, email: str, sentence: str) -> None:
    assert sentence in ask(client, email).content.decode()


def test_the_ledger_says_who_asked_for_a_colleagues_link(client: Client, known: User) -> None:
    admin = MembershipFactory()
    ask_for_link(known, Purpose.NEW_PASSWORD, by=actor_of(admin), at=NOW)

    entry = last_entry("link.asked")
    assert (entry.actor_id, entry.acting_for, entry.reference) == (admin.user_id, admin.agency.code, known.reference)
