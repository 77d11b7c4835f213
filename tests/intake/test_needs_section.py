"""Health, needs and welfare tonight."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import needs
from referrals.models import Referral
from tests.factories import MembershipFactory, PersonFactory, referral_of
from tests.intake.boxes import boxes_of
from victims.enums import Welfare
from victims.models import Need, Person, SupportWish, WelfareCheck

pytestmark = pytest.mark.django_db

NASTY = 'שלום \u202eabc e\u0301 <b>{{ 7|add:7 }}</b>{% debug %} & "quoted"'


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer, person=PersonFactory(age_now="adult"))


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "needs"})


def save(client: Client, referral: Referral, answers: dict[str, Any]) -> Any:
    return client.post(address(referral), {**boxes_of(client.get(address(referral))), **answers, "then": "next"})


def needed() -> dict[str, str]:
    return dict(Need.objects.values_list("kind", "note"))


def test_what_was_done_what_is_needed_and_what_is_wanted_are_kept_and_saving_again_changes_nothing(
    client: Client, referral: Referral
) -> None:
    answers = {
        "welfare-food-state": "done",
        "welfare-medical-state": "declined",
        "welfare-medical-note": NASTY,
        "needs-kinds": ["health", "legal"],
        "needs-note_health": NASTY,
        "support_wish-wants_support": "not_sure",
    }
    save(client, referral, {})
    assert not Entry.objects.filter(event__startswith="section.saved").exists()

    save(client, referral, answers)
    save(client, referral, {})

    assert list(WelfareCheck.objects.values_list("item", "state", "note")) == [
        ("food", "done", ""),
        ("medical", "declined", NASTY),
    ]
    assert needed() == {"health": NASTY, "legal": ""}
    assert SupportWish.objects.get().wants_support == "not_sure"
    assert set(Entry.objects.get(event="section.saved:needs").digests) == {
        "welfare-food-state",
        "welfare-medical-state",
        "welfare-medical-note",
        "needs-kinds",
        "needs-note_health",
        "support_wish-wants_support",
    }
    page = client.get(address(referral)).content.decode()
    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;{% debug %}" in page
    assert "<b>{{" not in page


def test_a_need_goes_with_its_tick(client: Client, referral: Referral) -> None:
    save(client, referral, {"needs-kinds": ["health", "legal"], "needs-note_legal": "Visa"})
    save(client, referral, {"needs-kinds": ["legal"]})

    assert needed() == {"legal": "Visa"}


def test_ticks_that_cannot_be_read_take_nothing_away(client: Client, referral: Referral) -> None:
    save(client, referral, {"needs-kinds": ["health"]})
    page = save(client, referral, {"needs-kinds": ["health", "nonsense"], "needs-note_health": "Asthma"})

    assert page.status_code == 200
    assert needed() == {"health": "Asthma"}


def test_text_that_is_too_long_is_shown_again_and_the_rest_is_kept(client: Client, referral: Referral) -> None:
    answers = {"welfare-food-state": "done", "needs-kinds": ["health"], "needs-note_health": "x" * 15_001}
    page = save(client, referral, answers).content.decode()

    assert "Use at most 15000 characters. This has 15001." in page
    assert needed() == {"health": ""}
    assert WelfareCheck.objects.get().state == "done"


def test_support_of_a_child_comes_from_the_council(client: Client, referral: Referral) -> None:
    save(client, referral, {"support_wish-wants_support": "yes"})
    late = {**boxes_of(client.get(address(referral))), "support_wish-note": "Typed before", "then": "next"}
    Person.objects.update(age_now="child")

    page = client.get(address(referral)).content.decode()
    save(client, referral, {})
    assert SupportWish.objects.get().wants_support == "yes"
    client.post(address(referral), late)

    assert "looked after by the council" in page
    assert "support_wish-wants_support" not in page
    assert SupportWish.objects.values_list("wants_support", "note").get() == ("yes", "Typed before")


def test_the_list_says_what_is_open_tonight(client: Client, referral: Referral) -> None:
    assert needs.hint(dossier_of(referral)) == ""

    save(client, referral, {"welfare-food-state": "done", "needs-kinds": ["health"]})
    assert needs.hint(dossier_of(referral)) == "Tonight, not answered: water, rest, warm clothing, medical care. 1 need"

    save(client, referral, {f"welfare-{item}-state": "done" for item in Welfare} | {"needs-kinds": ["health", "legal"]})
    assert needs.hint(dossier_of(referral)) == "Tonight: all answered. 2 needs"
