"""How it began, the work, how they were treated; and their life before, which nobody presses for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import account
from referrals.models import Account, Referral
from tests.factories import MembershipFactory, referral_of
from tests.shell.reading import read, sent_by

pytestmark = pytest.mark.django_db

ODD = '\u202eאבג e\u0301 👮🏽‍♀️ <b onclick="x">&amp;</b> {{ 7|add:7 }}{% debug %}'
TEXTS = [
    *(f"account-{name}" for name in [*account.TOLD, "journey", "earlier_report"]),
    *(f"person-{name}" for name in account.BEFORE),
]
GAPS = [*(f"account-{name}_gap" for name in account.TOLD), *(f"person-{name}_gap" for name in account.BEFORE)]


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "account"})


def shown_by(client: Client, referral: Referral) -> dict[str, Any]:
    page = read(client.get(address(referral)).content.decode())
    return sent_by(page.one("form", **{"data-module": "app-leaving"}))


def test_what_was_told_is_kept_word_for_word_and_shown_again_unchanged(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), dict.fromkeys(TEXTS, ODD) | {"account-was_moved": "yes", "page_key": "a"})

    shown = shown_by(as_officer, referral)
    assert {name: shown[name] for name in TEXTS} == {key: [ODD] for key in TEXTS}

    as_officer.post(address(referral), {**shown, "then": "next"})
    assert Entry.objects.filter(event="section.saved:account").count() == 1


def test_a_reason_for_having_no_answer_is_an_answer_until_there_is_one(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), dict.fromkeys(GAPS, "not_asked") | {"page_key": "a"})
    shown = shown_by(as_officer, referral)
    assert {name: shown[name] for name in GAPS} == {key: ["not_asked"] for key in GAPS}

    as_officer.post(address(referral), {**shown, "account-work": "Washing cars", "person-family": "Two sisters"})

    kept = Account.objects.get()
    referral.person.refresh_from_db()
    assert (kept.work, kept.work_gap, kept.treatment_gap) == ("Washing cars", "", "not_asked")
    assert (referral.person.family, referral.person.family_gap) == ("Two sisters", "")


def test_the_rest_of_the_person_is_not_touched(as_officer: Client, referral: Referral) -> None:
    referral.person.given_names = "Ana"
    referral.person.save()

    as_officer.post(address(referral), {"person-birthplace": "Iași"})

    referral.person.refresh_from_db()
    assert (referral.person.given_names, referral.person.birthplace) == ("Ana", "Iași")


@pytest.mark.parametrize(("length", "is_kept"), [(15_000, True), (15_001, False)])
def test_a_text_may_be_as_long_as_the_home_office_takes(
    length: int, is_kept: bool, as_officer: Client, referral: Referral
) -> None:
    as_officer.post(address(referral), {"account-work": "x" * length, "account-control": "Debt"})

    assert len(shown_by(as_officer, referral)["account-work"][0]) == length
    assert Account.objects.get().control == "Debt"
    assert Account.objects.filter(work__startswith="x").exists() == is_kept


def test_the_line_on_the_list_of_sections_says_what_was_answered(referral: Referral) -> None:
    assert account.hint(dossier_of(referral)) == ""

    Account.objects.create(referral=referral, how_it_began="A job advertisement", conditions="A shed")

    assert account.hint(dossier_of(referral)) == "How it began, how they lived"
