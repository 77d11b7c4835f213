"""What somebody typed is not lost because their session ended, and nobody else ever sees it."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agencies.doors import kept_forms
from agencies.doors.tasks import forget_kept_forms
from agencies.enums import Role
from agencies.models import KeptForm, Membership, User
from tests.doors.visitors import events, is_signed_in, try_to_sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TYPED = {"email": "someone.new@agency.example", "roles": ["MSHT_SPOC", "ADMIN"], "note": "two\r\nlines & <b>signs</b>"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def late(client: Client, admin: Membership, clock: time_machine.Traveller) -> Client:
    """A browser whose session ran out while somebody was typing."""
    try_to_sign_in(client, admin.user.email)
    client.get(reverse("home"))
    clock.shift(timedelta(minutes=31))
    return client


def send(client: Client, path: str = "", **changed: object) -> HttpResponse:
    response: HttpResponse = client.post(path or reverse("invite-colleague"), TYPED | changed)
    return response


def offered(client: Client) -> list[tuple[str, str]]:
    page = client.get(reverse("kept-forms")).content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in fields if name != "csrfmiddlewaretoken"]


def test_a_form_sent_too_late_is_kept_and_the_person_is_told(late: Client, admin: Membership) -> None:
    response = send(late)

    sign_in = reverse("account_login")
    assert response["Location"] == f"{sign_in}?next={reverse('invite-colleague')}"
    assert "What you had typed is kept for a day." in late.get(sign_in).content.decode()
    kept = KeptForm.objects.get()
    assert (kept.user, kept.agency) == (admin.user, admin.agency)
    assert (kept.path, kept.route, kept.kept_at) == ("/colleagues/invite/", "invite-colleague", datetime.now(UTC))
    assert events()[-2:] == ["session.expired", "form.kept"]


def test_it_is_offered_after_signing_in_and_sent_as_it_was_typed(late: Client, admin: Membership) -> None:
    send(late)

    response = try_to_sign_in(late, admin.user.email)

    assert response["Location"] == reverse("kept-forms")
    kept = KeptForm.objects.get()
    assert offered(late) == [
        ("email", "someone.new@agency.example"),
        ("roles", "MSHT_SPOC"),
        ("roles", "ADMIN"),
        ("note", "two\r\nlines & <b>signs</b>"),
        ("kept_form", str(kept.pk)),
    ]
    page = late.get(reverse("kept-forms")).content.decode()
    assert "Tuesday 24 November, 08:31" in page
    assert 'action="/colleagues/invite/"' in page

    again = late.post("/colleagues/invite/", dict_of(offered(late)))

    assert again["Location"] == reverse("colleagues")
    assert Membership.objects.filter(user__email="someone.new@agency.example").exists()
    assert not KeptForm.objects.exists()


def dict_of(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {name: [value for other, value in fields if other == name] for name, _ in fields}


def test_it_is_not_forgotten_while_the_page_refuses_it(late: Client, admin: Membership) -> None:
    send(late)
    try_to_sign_in(late, admin.user.email)
    fields = dict_of(offered(late))

    assert late.post("/nowhere/", fields).status_code == 404
    Membership.objects.update(roles=[])
    assert late.post("/colleagues/invite/", fields).status_code == 403
    MembershipFactory(user=admin.user)
    session = late.session
    del session["membership"]
    session.save()
    assert late.post("/colleagues/invite/", fields)["Location"] == reverse("acting-for")

    assert KeptForm.objects.exists()


def test_it_is_sealed_in_the_database(late: Client) -> None:
    send(late)

    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text, encode(fields, 'escape') FROM agencies_keptform k")
        assert "someone.new" not in str(cursor.fetchall())


def test_another_person_at_the_same_browser_never_sees_it(late: Client, admin: Membership) -> None:
    send(late)
    other = MembershipFactory(agency=admin.agency, roles=[Role.ADMINISTRATOR])

    response = try_to_sign_in(late, other.user.email)

    assert response["Location"] == reverse("home")
    assert offered(late) == []
    kept = KeptForm.objects.get()
    question = reverse("throw-away-kept-form", args=[kept.pk])
    assert late.get(question)["Location"] == reverse("kept-forms")
    late.post(question)
    late.post("/colleagues/invite/", {"kept_form": kept.pk})
    assert KeptForm.objects.exists()


def test_its_author_finds_it_at_any_browser(late: Client, admin: Membership) -> None:
    send(late)
    elsewhere = Client()

    try_to_sign_in(elsewhere, admin.user.email)

    assert ("email", "someone.new@agency.example") in offered(elsewhere)


def test_a_form_of_a_second_tab_is_kept_too(late: Client) -> None:
    late.get(reverse("home"))
    send(late)
    send(late, email="another@agency.example")

    assert KeptForm.objects.count() == 2


def test_it_can_be_thrown_away(late: Client, admin: Membership) -> None:
    send(late)
    try_to_sign_in(late, admin.user.email)

    question = reverse("throw-away-kept-form", args=[KeptForm.objects.get().pk])
    assert "nobody can bring it back" in late.get(question).content.decode()
    assert KeptForm.objects.exists()

    late.post(question)

    assert not KeptForm.objects.exists()
    assert events()[-1] == "form.thrown_away"
    assert late.get(question)["Location"] == reverse("kept-forms")


def test_the_page_says_in_words_what_was_typed_and_where(late: Client, admin: Membership) -> None:
    send(late, note="<script>x</script>", story="They took it. " * 40)
    try_to_sign_in(late, admin.user.email)

    page = late.get(reverse("kept-forms")).content.decode()

    assert "Invite a colleague</h2>" in page
    assert "Typed Tuesday 24 November, 08:31" in page
    assert "<script>x" not in page
    assert "<div>&lt;script&gt;x&lt;/script&gt;</div>" in page
    assert page.count("<details") == 1


def test_the_home_page_names_it_before_anything_else(late: Client, admin: Membership) -> None:
    MembershipFactory(agency=admin.agency, roles=[])
    send(late)
    try_to_sign_in(late, admin.user.email)

    page = late.get(reverse("home")).content.decode()

    assert page.index("Not saved yet: Invite a colleague") < page.index("1 colleague is without a role")
    assert "Kept until Wednesday, 08:31." in page


def test_after_a_day_it_is_gone(late: Client, admin: Membership, clock: time_machine.Traveller) -> None:
    send(late)
    clock.shift(timedelta(hours=23, minutes=59))
    forget_kept_forms()
    assert KeptForm.objects.exists()

    clock.shift(timedelta(minutes=1))
    try_to_sign_in(late, admin.user.email)
    assert offered(late) == []
    forget_kept_forms()
    assert not KeptForm.objects.exists()


def test_a_day_after_the_session_ended_nothing_is_kept_any_more(late: Client, clock: time_machine.Traveller) -> None:
    late.get(reverse("home"))
    clock.shift(timedelta(hours=24))

    send(late)

    assert not KeptForm.objects.exists()


def test_whoever_did_not_have_a_session_leaves_nothing(client: Client, admin: Membership) -> None:
    try_to_sign_in(Client(), admin.user.email)

    send(client)

    assert not KeptForm.objects.exists()


ROLES = "Your roles were changed, so you were signed out."
CHANGED = "Your password or your account was changed, so you were signed out."


def change_roles(admin: Membership) -> None:
    Membership.objects.filter(pk=admin.pk).update(version=F("version") + 1)


def test_a_form_sent_after_a_change_of_roles_is_kept_for_its_author(client: Client, admin: Membership) -> None:
    try_to_sign_in(client, admin.user.email)
    client.get(reverse("home"))
    change_roles(admin)

    response = send(client)

    assert response["Location"] == f"{reverse('account_login')}?next={reverse('invite-colleague')}"
    assert not Membership.objects.filter(user__email="someone.new@agency.example").exists()
    assert f"{ROLES} What you had typed is kept for a day." in client.get(reverse("account_login")).content.decode()
    kept = KeptForm.objects.get()
    assert (kept.user, kept.agency) == (admin.user, admin.agency)
    assert try_to_sign_in(client, admin.user.email)["Location"] == reverse("kept-forms")
    assert ("email", "someone.new@agency.example") in offered(client)


def test_on_a_page_that_was_only_opened_the_door_says_why_as_well(client: Client, admin: Membership) -> None:
    try_to_sign_in(client, admin.user.email)
    client.get(reverse("home"))
    change_roles(admin)

    assert ROLES in client.get(reverse("home"), follow=True).content.decode()


@pytest.mark.parametrize("change", [{"session_epoch": 7}, {"password": "another"}])
def test_whoever_was_thrown_out_by_a_new_password_leaves_nothing(
    client: Client, admin: Membership, change: dict[str, object]
) -> None:
    try_to_sign_in(client, admin.user.email)
    client.get(reverse("home"))
    User.objects.update(**change)

    send(client)

    assert not KeptForm.objects.exists()
    assert not is_signed_in(client)


def test_they_are_told_why_they_are_at_the_door(client: Client, admin: Membership) -> None:
    try_to_sign_in(client, admin.user.email)
    admin.user.end_sessions()

    assert CHANGED in client.get(reverse("home"), follow=True).content.decode()


def test_whoever_was_deactivated_leaves_nothing_and_hears_nothing(client: Client, admin: Membership) -> None:
    try_to_sign_in(client, admin.user.email)
    User.objects.update(is_active=False, session_epoch=7)

    send(client)

    assert not KeptForm.objects.exists()
    assert CHANGED not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("change", [{"session_epoch": 7}, {"password": "another"}])
def test_a_new_password_after_the_session_ran_out_shuts_it_as_well(late: Client, change: dict[str, object]) -> None:
    late.get(reverse("home"))
    User.objects.update(**change)

    send(late)

    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_active": False, "session_epoch": 7}])
def test_nothing_is_kept_for_somebody_who_was_deactivated_since(late: Client, change: dict[str, object]) -> None:
    late.get(reverse("home"))
    User.objects.update(**change)

    send(late)

    assert not KeptForm.objects.exists()


def test_without_the_token_against_forgery_nothing_is_kept(admin: Membership, clock: time_machine.Traveller) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(reverse("account_login"))
    token = strict.cookies["csrftoken"].value
    signed_in = Client()
    try_to_sign_in(signed_in, admin.user.email)
    strict.cookies[settings.SESSION_COOKIE_NAME] = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    clock.shift(timedelta(minutes=31))

    assert send(strict).status_code == 403
    assert not KeptForm.objects.exists()

    assert send(strict, csrfmiddlewaretoken=token).status_code == 302
    assert KeptForm.objects.count() == 1
    assert token not in str(kept_forms.offers_for(admin.user, at=datetime.now(UTC))[0].fields)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("change-password", {"present_password": "x", "password": "y"}),
        ("account_reauthenticate", {"password": "x"}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("account_login", {"login": "a@b.example", "password": "x"}),
        ("keep-session", {"x": "y"}),
    ],
)
def test_nothing_typed_at_a_door_is_kept(late: Client, name: str, answers: dict[str, str]) -> None:
    late.post(reverse(name), answers)

    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("name", ["password", "new_password2", "Password", "credential", "csrfmiddlewaretoken"])
def test_fields_that_hold_secrets_are_left_out_anywhere(late: Client, admin: Membership, name: str) -> None:
    send(late, **{name: "hush"})

    fields = kept_forms.offers_for(admin.user, at=datetime.now(UTC))[0].fields
    assert ("email", TYPED["email"]) in fields
    assert "hush" not in str(fields)


def test_files_are_not_kept_and_the_page_says_so(late: Client, admin: Membership) -> None:
    send(late, document=SimpleUploadedFile("letter.txt", b"the content of a file"))
    try_to_sign_in(late, admin.user.email)

    page = late.get(reverse("kept-forms")).content.decode()
    assert "The files you had chosen were not kept." in page
    assert "the content of a file" not in page


def test_too_much_is_not_kept_and_the_person_is_told(late: Client) -> None:
    send(late, note="x" * kept_forms.LARGEST)

    assert not KeptForm.objects.exists()
    assert "could not be kept" in late.get(reverse("account_login")).content.decode()


def test_of_many_forms_the_last_five_are_kept(late: Client, clock: time_machine.Traveller) -> None:
    for number in range(8):
        clock.shift(timedelta(seconds=1))
        send(late, email=f"person-{number}@agency.example")

    assert KeptForm.objects.count() == 5


def test_it_is_sent_only_while_acting_for_the_agency_it_was_written_for(
    client: Client, admin: Membership, clock: time_machine.Traveller
) -> None:
    other = MembershipFactory(user=admin.user, roles=[Role.ADMINISTRATOR])
    try_to_sign_in(client, admin.user.email)
    client.post(reverse("acting-for"), {"membership": admin.pk})
    clock.shift(timedelta(minutes=31))
    send(client)
    try_to_sign_in(client, admin.user.email)
    client.post(reverse("acting-for"), {"membership": other.pk})

    assert offered(client) == []
    assert f"act for {admin.agency}" in client.get(reverse("kept-forms")).content.decode()

    client.post(reverse("acting-for"), {"membership": admin.pk})
    assert offered(client) != []
