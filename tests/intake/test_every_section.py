"""What holds for each of the sections, whatever it asks. A new section is tried without a line here."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.intake.sections import SECTIONS
from referrals.models import Referral
from tests.factories import MembershipFactory, referral_of
from tests.home_office.factories import complete_case
from tests.shell.reading import read, sent_by

pytestmark = pytest.mark.django_db

ANSWERED = [section for section in SECTIONS if section.parts]
CODES = [section.code for section in ANSWERED]
NASTY = "<script>alert(1)</script>{{ 7|add:7 }}{% debug %}\u202eevil e\u0301 👮🏽‍♀️ '; DROP TABLE x; --"
# Of the page, and of the encounter's unchanged columns, not of the answers.
NOT_ANSWERS = {"saved_at", "SectionState"}


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def address(referral: Referral, code: str) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": code})


def everything_kept() -> dict[str, list[dict[str, Any]]]:
    models = [model for app in ("referrals", "victims") for model in apps.get_app_config(app).get_models()]
    answers = [model for model in models if not model.__name__.endswith("Event") and model.__name__ not in NOT_ANSWERS]
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in NOT_ANSWERS}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in answers
    }


def form_of(response: Any) -> dict[str, list[str]]:
    """What the section's own form would send, as it stands."""
    page = read(response.content.decode())
    form = next(form for form in page.all("form") if form.get("data-module") == "app-leaving")
    return sent_by(form)


@pytest.mark.parametrize("code", CODES)
def test_opened_and_saved_nothing_changes(code: str, as_officer: Client, officer: Membership) -> None:
    referral = complete_case(by=officer)
    before = everything_kept()

    shown = as_officer.get(address(referral, code))
    response = as_officer.post(address(referral, code), {**form_of(shown), "then": "next"})

    assert shown.status_code == 200
    assert (response.status_code, everything_kept()) == (302, before)
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_chosen_or_ticked_for_anybody(code: str, as_officer: Client, officer: Membership) -> None:
    """Facts that are known may stand in a box; a decision or an observation may not."""
    page = read(as_officer.get(address(referral_of(officer), code)).content.decode())

    chosen = [
        box["name"]
        for box in page.all("input")
        if box.get("type") in ("radio", "checkbox") and "checked" in box.attributes
    ]

    assert chosen == []


@pytest.mark.parametrize("code", CODES)
def test_whatever_is_typed_is_kept_and_shown_as_it_was_typed(
    code: str, as_officer: Client, officer: Membership
) -> None:
    referral = referral_of(officer)
    where = address(referral, code)
    names = [name for name in form_of(as_officer.get(where)) if "-" in name]

    response = as_officer.post(where, {**form_of(as_officer.get(where)), **dict.fromkeys(names, NASTY), "then": "next"})
    again = as_officer.get(where).content.decode()

    assert response.status_code in (200, 302)
    assert "<script>alert(1)</script>" not in again
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}{% debug %}" in again
    read(again)


@pytest.mark.parametrize("code", CODES)
def test_a_stranger_is_not_told_that_the_referral_exists(code: str, client: Client, officer: Membership) -> None:
    referral = complete_case(by=officer)
    before = everything_kept()
    stranger = MembershipFactory(agency=officer.agency, roles=[Role.FIRST_RESPONDER])
    client.force_login(stranger.user)

    answers = [client.get(address(referral, code)), client.post(address(referral, code), {"then": "next"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert everything_kept() == before
    assert Entry.objects.filter(event="page.refused", actor_id=stranger.user_id).count() == 2


@pytest.mark.parametrize("code", CODES)
def test_a_section_asks_the_database_as_often_for_a_full_case_as_for_an_empty_one(
    code: str, as_officer: Client, officer: Membership, django_assert_max_num_queries: Any
) -> None:
    """Lists of the field are asked once for each box that stands on one."""
    referral = complete_case(by=officer)

    with django_assert_max_num_queries(75):
        as_officer.get(address(referral, code))


def test_nothing_that_was_typed_reaches_a_log_or_an_address(
    as_officer: Client, officer: Membership, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    referral = referral_of(officer)
    for code in CODES:
        names = [name for name in form_of(as_officer.get(address(referral, code))) if "-" in name]
        response = as_officer.post(address(referral, code), {**dict.fromkeys(names, "Marker77"), "then": "next"})
        assert "Marker77" not in response.headers.get("Location", "")

    written = capsys.readouterr()
    assert "route" in written.out + caplog.text
    assert "Marker77" not in written.out + written.err + caplog.text
