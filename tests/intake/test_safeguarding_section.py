"""Whom they told. Of a child, the council and the guardian service come first."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import safeguarding
from referrals.models import Referral, Safeguarding, SafeguardingStep
from tests.factories import MembershipFactory, PersonFactory, referral_of
from tests.intake.boxes import boxes_of
from victims.models import Person

pytestmark = pytest.mark.django_db

NASTY = 'שלום \u202eabc e\u0301 <b>{{ 7|add:7 }}</b>{% debug %} & "quoted"'


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    return officer


@pytest.fixture
def child(officer: Membership) -> Referral:
    return referral_of(officer, person=PersonFactory(age_now="unsure"))


@pytest.fixture
def adult(officer: Membership) -> Referral:
    return referral_of(officer, person=PersonFactory(age_now="adult"))


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "safeguarding"})


def save(client: Client, referral: Referral, answers: dict[str, Any]) -> Any:
    return client.post(address(referral), {**boxes_of(client.get(address(referral))), **answers, "then": "next"})


def steps() -> list[tuple[str, str, str]]:
    return list(SafeguardingStep.objects.values_list("kind", "state", "note"))


def keys_of(page: dict[str, list[str]]) -> dict[str, str]:
    """The rows that the page offers, by whom they are about."""
    return {page[f"safeguarding_steps-{key}-kind"][0]: key for key in page["safeguarding_steps"]}


def test_of_a_child_two_rows_are_ready_and_saving_them_as_they_are_keeps_nothing(
    client: Client, child: Referral
) -> None:
    page = client.get(address(child))
    client.post(address(child), {**boxes_of(page), "then": "next"})

    assert set(keys_of(boxes_of(page))) == {"council_children", "guardian"}
    assert "0800 043 4303" in page.content.decode()
    assert steps() == []
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


def test_what_was_told_is_kept_and_saving_again_changes_nothing(client: Client, child: Referral) -> None:
    page = boxes_of(client.get(address(child)))
    council, guardian = (f"safeguarding_steps-{key}" for key in keys_of(page).values())
    answers = {
        "safeguarding-council": "Worcestershire County Council",
        "safeguarding-council_phone": "01905 000000",
        f"{council}-state": "done",
        f"{council}-note": NASTY,
        f"{guardian}-state": "unavailable",
    }

    client.post(address(child), {**page, **answers, "then": "next"})
    save(client, child, {})

    assert Safeguarding.objects.get().council == "worcestershire-county-council"
    assert steps() == [("council_children", "done", NASTY), ("guardian", "unavailable", "")]
    assert Entry.objects.filter(event="section.saved:safeguarding").count() == 1
    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;{% debug %}" in client.get(address(child)).content.decode()
    assert safeguarding.hint(dossier_of(child)) == "1 told"


def test_a_row_in_which_only_somebody_was_chosen_is_kept(client: Client, adult: Referral) -> None:
    key = uuid.uuid4()
    save(client, adult, {"safeguarding_steps": [str(key)], f"safeguarding_steps-{key}-kind": "health"})

    assert steps() == [("health", "", "")]


def test_of_an_adult_no_council_is_asked_for_and_one_that_is_recorded_stays(client: Client, adult: Referral) -> None:
    assert "safeguarding-council" not in boxes_of(client.get(address(adult)))
    Person.objects.update(age_now="child")
    save(client, adult, {"safeguarding-council_phone": "01905 000000"})
    Person.objects.update(age_now="adult")

    save(client, adult, {"safeguarding-others_involved": "no"})

    assert Safeguarding.objects.values_list("council_phone", "others_involved").get() == ("01905 000000", "no")


def test_what_was_typed_for_a_child_is_kept_when_the_age_was_corrected_meanwhile(
    client: Client, child: Referral
) -> None:
    page = {**boxes_of(client.get(address(child))), "safeguarding-council_email": "duty@council.example"}
    Person.objects.update(age_now="adult")

    client.post(address(child), {**page, "then": "next"})

    assert Safeguarding.objects.get().council_email == "duty@council.example"


def test_a_council_that_is_not_on_the_list_is_shown_again_and_the_rest_is_kept(client: Client, child: Referral) -> None:
    answers = {"safeguarding-council": NASTY, "safeguarding-council_phone": "01905 000000"}
    page = save(client, child, answers).content.decode()

    assert "This is not on the list" in page
    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;{% debug %}" in page
    assert Safeguarding.objects.values_list("council", "council_phone").get() == ("", "01905 000000")


def test_the_list_says_who_was_not_told_of_a_child(client: Client, child: Referral, adult: Referral) -> None:
    assert safeguarding.hint(dossier_of(child)) == "Not told yet: council, guardian service"
    assert safeguarding.hint(dossier_of(adult)) == ""
