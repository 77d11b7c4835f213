"""Those of the nineteen rules of safety that no other test holds: docs/decisions/safety-rules.md names them all."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from notifications.models import Notice
from referrals.enums import LastContact
from referrals.intake.parts import GAP
from referrals.intake.sections import SECTIONS
from referrals.models import Referral
from tests.factories import MembershipFactory
from tests.home_office.factories import complete_case
from tests.shell.reading import Element, read
from victims.enums import Gap, GenderPreference
from victims.models import SafeContact

pytestmark = pytest.mark.django_db

PAGE = Path(settings.BASE_DIR, "docs", "decisions", "safety-rules.md")


@pytest.fixture
def officer() -> Membership:
    made: Membership = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    return made


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return complete_case(by=officer)


def page_of(client: Client, referral: Referral, code: str) -> Element:
    where = reverse("section", kwargs={"reference": referral.reference, "code": code})
    return read(client.get(where).content.decode())


def test_every_rule_is_on_the_page_and_what_it_names_exists() -> None:
    text = PAGE.read_text()

    assert re.findall(r"^\| (U[0-9]{2})", text, re.MULTILINE) == [f"U{number:02}" for number in range(1, 20)]
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert [name for name in named if not Path(settings.BASE_DIR, name).exists()] == []


def test_danger_comes_first_with_999_before_the_first_question(as_officer: Client, referral: Referral) -> None:
    """U01"""
    assert SECTIONS[0].code == "danger"
    html = as_officer.get(reverse("section", args=[referral.reference, "danger"])).content.decode()

    assert 0 < html.index('href="tel:999"') < html.index('name="safety-danger"')


def test_no_page_offers_to_contact_the_person(as_officer: Client, referral: Referral) -> None:
    """U03. Not even where it is safe: this service never contacts anybody on its own."""
    theirs = set(filter(None, SafeContact.objects.values_list("value", flat=True)))
    assert theirs
    pages = [page_of(as_officer, referral, section.code) for section in SECTIONS if section.parts]
    pages += [
        read(as_officer.get(f"/referrals/{referral.reference}/{place}").content.decode()) for place in ("", "check/")
    ]

    links = {link["href"] for page in pages for link in page.all("a")}

    assert not any(value in (href or "") for value in theirs for href in links)
    assert not any((href or "").startswith(("mailto:", "sms:")) for href in links)


def test_an_interpreter_is_asked_for_with_all_that_makes_one_safe(as_officer: Client, referral: Referral) -> None:
    """U05 and U07"""
    page = page_of(as_officer, referral, "person")
    names = {element.get("name") for element in page}

    assert {
        "person-needs_interpreter",
        "person-languages_1",
        "person-dialect",
        "person-interpreter_gender",
        "person-interpreter_is_independent",
    } <= names
    assert "Never a friend, a relative, a child or somebody found with them." in page.text
    assert {choice.value for choice in GenderPreference} == {"none", "female", "male", "not_asked"}


@pytest.mark.parametrize("code", ["danger", "consent", "words"])
def test_the_page_says_to_see_adults_alone(code: str, as_officer: Client, referral: Referral) -> None:
    """U06"""
    assert "alone" in page_of(as_officer, referral, code).text.lower()


def test_a_text_that_asking_could_harm_may_say_why_it_is_empty(as_officer: Client, referral: Referral) -> None:
    """U09"""
    columns = {
        f"{model.__name__.lower()}.{column.name}"
        for app in ("referrals", "victims")
        for model in apps.get_app_config(app).get_models()
        for column in model._meta.get_fields()
        if column.name.endswith(GAP) and not model.__name__.endswith("Event")
    }
    pages = [page_of(as_officer, referral, section.code) for section in SECTIONS if section.parts]
    offered: dict[str, set[str | None]] = {}
    for box in (box for page in pages for box in page.all("input") if (box.get("name") or "").endswith(GAP)):
        offered.setdefault(box["name"] or "", set()).add(box["value"])

    assert len(offered) == len(columns) > 10
    assert all(values == set(Gap.values) for values in offered.values())


def test_a_notice_has_no_place_for_anything_about_a_person() -> None:
    """U12. Whoever adds a column here says that it tells nothing of a person."""
    assert {column.name for column in Notice._meta.get_fields()} == {
        *("id", "kind", "reference", "occasion", "unit", "person", "posted_at"),
        # How it goes: numbers, times, and the class of an error.
        *("attempts", "next_try_at", "delivered_at", "given_up_at", "outcome", "last_error", "rung"),
        # Why the unit was told, who has to answer, and what came of it.
        *("routed_by", "is_by_fallback", "call", "items", "messages"),
    }


def test_the_last_contact_is_asked_in_the_bands_of_the_home_office() -> None:
    """U17"""
    assert [band.label for band in LastContact] == [
        "Within the last week",
        "Within the last month",
        "Within the last 3 months",
        "Within the last 6 months",
        "6 to 12 months ago",
        "Over a year ago",
        "Not sure",
    ]


def test_still_in_the_situation_leads_to_the_urgent_way(as_officer: Client, referral: Referral) -> None:
    """U18"""
    page = page_of(as_officer, referral, "danger")
    chosen = next(box for box in page.all("input") if box.get("value") == "still_in_it")
    below = next(part for part in page if part.get("id") == chosen.get("data-aria-controls"))

    assert reverse("urgent", args=[referral.reference]) in {link["href"] for link in below.all("a")}


def test_nobody_is_called_what_hurts(as_officer: Client, referral: Referral) -> None:
    """U19"""
    pages = [page_of(as_officer, referral, section.code).text for section in SECTIONS if section.parts]
    pages += [as_officer.get(f"/referrals/{referral.reference}/{place}").content.decode() for place in ("", "check/")]

    assert not any(re.search(r"\billegals?\b (?!adoption)|child prostitut", page, re.IGNORECASE) for page in pages)
