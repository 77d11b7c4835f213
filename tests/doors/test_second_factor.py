"""Setting up and using a second factor: app, recovery codes. Passkeys have a file of their own."""

import re
from datetime import timedelta
from threading import Thread
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from agencies.doors import open_pages
from agencies.doors.actions import remove_second_factors
from agencies.models import User
from audit.enums import Outcome
from tests.doors.visitors import (
    app_of,
    code_now,
    events,
    full_ledger,
    is_signed_in,
    last_entry,
    send_code,
    try_to_sign_in,
)
from tests.factories import PASSWORD, MembershipFactory, UserFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return MembershipFactory().user


@pytest.fixture
def has_app(person: User) -> User:
    app_of(person)
    return person


@pytest.fixture
def _required(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def set_up_app(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r'app-key">([A-Z2-7 ]+)<', page)
    assert found
    key = found[1].replace(" ", "")
    client.post(reverse("mfa_activate_totp"), {"code": code_now(key)})
    return key


# Being asked for one


@pytest.mark.usefixtures("_required")
def test_whoever_has_none_gets_no_further_than_setting_one_up(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)

    assert client.get(reverse("home"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("account"))["Location"] == reverse("mfa_index")
    assert client.post(reverse("acting-for"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("change-password"))["Location"] == reverse("mfa_index")
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout", "get-help"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.usefixtures("_required")
def test_after_setting_up_an_app_one_goes_on_with_recovery_codes_in_hand(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)

    set_up_app(client)

    assert client.get(reverse("home")).status_code == 200
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<li class=\"app-mono\">(\d{4} \d{4})</li>", shown)
    assert len(set(codes)) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert f"For {person.email}, as they are on" in shown
    assert f"For {person.email}, " in file.content.decode()
    assert file["Content-Type"].startswith("text/plain")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert re.findall(r"^\d{4} \d{4}$", file.content.decode(), re.MULTILINE) == codes
    assert events()[-1] == "second_factor.added.app"


def test_where_it_is_not_required_nobody_is_asked(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)

    assert client.get(reverse("home")).status_code == 200


def test_the_pages_without_a_second_factor_are_few() -> None:
    assert all(name.startswith(("mfa_", "account_re", "keep-")) for name in open_pages.FOR_SECOND_FACTOR)


def test_what_the_app_needs_is_shown_as_a_picture_and_as_text(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert page.count("<svg") == 1
    assert "<?xml" not in page
    assert 'aria-label="QR code with the key below"' in page
    found = re.search(r'app-key">((?:[A-Z2-7]{4} ?){8})<', page)
    assert found
    secret = found[1].replace(" ", "")
    assert re.search(rf'href="otpauth://totp/[^"]+secret={secret}[^"]*">Open in your app</a>', page)


def test_a_wrong_first_code_sets_nothing_up(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()

    assert "This code does not match." in page
    assert not Authenticator.objects.exists()


# Signing in with an app


def test_the_password_alone_no_longer_lets_in(client: Client, has_app: User) -> None:
    response = try_to_sign_in(client, has_app.email)

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert events() == []


def test_password_and_code_open_a_session(client: Client, has_app: User) -> None:
    try_to_sign_in(client, has_app.email)

    send_code(client, code_now())

    assert is_signed_in(client)
    assert events() == ["session.opened.password+app"]


@pytest.mark.parametrize("steps", [-1, 1])
def test_a_phone_may_be_half_a_minute_wrong(client: Client, has_app: User, steps: int) -> None:
    try_to_sign_in(client, has_app.email)

    send_code(client, code_now(steps_later=steps))

    assert is_signed_in(client)


@pytest.mark.parametrize("steps", [-3, 3])
def test_but_not_more(client: Client, has_app: User, steps: int) -> None:
    try_to_sign_in(client, has_app.email)

    page = send_code(client, code_now(steps_later=steps)).content.decode()

    assert "The code is wrong or was used already." in page
    assert not is_signed_in(client)
    entry = last_entry("second_factor.refused")
    assert (entry.actor_id, entry.reference, entry.outcome) == (None, has_app.reference, Outcome.REFUSED)


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_a_code_lets_in_once_for_as_long_as_it_is_good(client: Client, has_app: User, later: int) -> None:
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        code = code_now(steps_later=1)
        try_to_sign_in(client, has_app.email)
        send_code(client, code)
        assert is_signed_in(client)

        clock.shift(timedelta(seconds=later))
        thief = Client()
        try_to_sign_in(thief, has_app.email)
        # django-allauth's own mark lasts 30 seconds, but Redis does not look at this clock.
        if later > 30:
            cache.delete(f"allauth.mfa.totp.used?user={has_app.pk}&code={code}")
        send_code(thief, f"{code[:3]} {code[3:]}")

        assert not is_signed_in(thief)


def test_the_mark_of_a_used_code_lasts_longer_than_the_code(client: Client, has_app: User) -> None:
    code = code_now()
    try_to_sign_in(client, has_app.email)
    send_code(client, code)

    left = cache._cache.get_client().ttl(cache.make_key(f"code-taken:{has_app.pk}:{code}"))  # type: ignore[attr-defined]
    assert 90 < left <= 120


def test_the_code_that_set_the_app_up_does_not_let_in(client: Client, person: User) -> None:
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False):
        try_to_sign_in(client, person.email)
        key = set_up_app(client)
        thief = Client()
        try_to_sign_in(thief, person.email)

        send_code(thief, code_now(key))

    assert not is_signed_in(thief)


def test_after_five_wrong_codes_the_right_one_waits(client: Client, has_app: User) -> None:
    try_to_sign_in(client, has_app.email)
    for _ in range(5):
        send_code(client, "000000")

    page = send_code(client, code_now()).content.decode()

    assert "Too many attempts. Wait 15 minutes, then try again." in page
    assert not is_signed_in(client)


def test_a_deactivated_person_cannot_finish(client: Client, has_app: User) -> None:
    try_to_sign_in(client, has_app.email)
    User.objects.update(is_active=False)

    send_code(client, code_now())

    assert not is_signed_in(client)
    assert events() == ["session.refused"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("", "Enter the code."), ("1" * 40, "Enter the code: 6 or 8 digits."), ("abc", "The code is wrong")],
)
def test_bad_input_is_said_beside_the_field(client: Client, has_app: User, code: str, sentence: str) -> None:
    try_to_sign_in(client, has_app.email)

    assert sentence in send_code(client, code).content.decode()


def test_the_key_of_an_app_is_not_readable_in_the_database(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    key = set_up_app(client)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert Authenticator.objects.count() == 2
    assert key not in kept


# Recovery codes


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"\d{4} \d{4}", client.get(reverse("mfa_download_recovery_codes")).content.decode())


def test_a_recovery_code_lets_in_once(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    set_up_app(client)
    code = recovery_codes(client)[0]
    lost, thief = Client(), Client()
    for browser in (lost, thief):
        try_to_sign_in(browser, person.email)
        send_code(browser, code)

    assert is_signed_in(lost)
    assert not is_signed_in(thief)
    assert events()[-3:] == [
        "second_factor.recovery_code_used",
        "session.opened.password+recovery_code",
        "second_factor.refused",
    ]
    assert len(recovery_codes(client)) == 9


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_recovery_code_is_typed_as_one_likes_and_one_hears_how_many_are_left(
    client: Client, person: User, between: str
) -> None:
    try_to_sign_in(client, person.email)
    set_up_app(client)
    lost = Client()
    try_to_sign_in(lost, person.email)
    assert "10 of 10 left." in client.get(reverse("mfa_index")).content.decode()

    send_code(lost, recovery_codes(client)[0].replace(" ", between))

    assert "You used a recovery code. 9 are left." in lost.get(reverse("account")).content.decode()
    assert "9 of 10 left." in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_sent_twice_at_the_same_moment_lets_in_once(client: Client) -> None:
    person = MembershipFactory().user
    try_to_sign_in(client, person.email)
    set_up_app(client)
    code = recovery_codes(client)[0]
    browsers = [Client(), Client()]
    for browser in browsers:
        try_to_sign_in(browser, person.email)

    def send(browser: Client) -> None:
        send_code(browser, code)
        connection.close()

    threads = [Thread(target=send, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(is_signed_in(browser) for browser in browsers) == [False, True]


def test_new_recovery_codes_end_the_old_ones(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    set_up_app(client)
    old = recovery_codes(client)

    client.post(reverse("mfa_generate_recovery_codes"))

    assert set(recovery_codes(client)).isdisjoint(old)
    assert events()[-1] == "second_factor.added.recovery_codes"


# Changing it


def test_removing_the_app_is_recorded_and_takes_the_recovery_codes_along(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    set_up_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert events()[-1] == "second_factor.removed.app"


@pytest.mark.usefixtures("_required")
def test_the_only_second_factor_stays_where_one_is_required(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    set_up_app(client)

    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))

    assert "This is your only second factor." in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_an_administrator_lets_somebody_start_again_who_lost_theirs(client: Client, has_app: User) -> None:
    try_to_sign_in(client, has_app.email)
    send_code(client, code_now())
    admin = MembershipFactory()

    remove_second_factors(has_app, by=actor_of(admin), at=timezone.now())

    assert not is_signed_in(client)
    assert try_to_sign_in(client, has_app.email)["Location"] == reverse("home")
    entry = last_entry("second_factor.removed.all")
    assert (entry.actor_id, entry.reference) == (admin.user_id, has_app.reference)


def test_some_minutes_after_signing_in_the_password_is_asked_again(client: Client, person: User) -> None:
    with time_machine.travel("2026-11-24T08:00:00Z", tick=False) as clock:
        try_to_sign_in(client, person.email)
        clock.shift(timedelta(minutes=6))
        wanted = reverse("mfa_activate_totp")

        response = client.get(wanted)
        assert response["Location"] == f"{reverse('account_reauthenticate')}?next={quote(wanted, safe='')}"
        wrong = client.post(response["Location"], {"password": "wrong"})
        assert "The password is wrong." in wrong.content.decode()
        right = client.post(response["Location"], {"password": PASSWORD})

        assert right["Location"] == wanted
        assert client.get(wanted).status_code == 200


def test_if_the_ledger_cannot_be_written_nothing_is_set_up(client: Client, person: User) -> None:
    try_to_sign_in(client, person.email)
    client.raise_request_exception = False

    with full_ledger("second_factor.added"):
        set_up_app(client)
    assert not Authenticator.objects.exists()

    set_up_app(client)
    assert Authenticator.objects.exists()


def test_others_second_factors_cannot_be_touched(client: Client, person: User) -> None:
    app = app_of(UserFactory())
    Authenticator.objects.filter(pk=app.pk).update(type="webauthn", data={"name": "Theirs"})
    try_to_sign_in(client, person.email)

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[app.pk])).status_code == 404
