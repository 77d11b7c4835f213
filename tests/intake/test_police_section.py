"""References that the police hold, and what somebody who is not police is not asked."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import police
from referrals.models import PoliceMatters, Referral
from tests.factories import MembershipFactory, referral_of
from tests.intake.boxes import boxes_of

pytestmark = pytest.mark.django_db

NASTY = "\u202eabc e\u0301 👮 <b>22/1</b> {{ x }} {% load y %}"
ANSWERS = {
    "has_crime_reference": "yes", "crime_force": "west-mercia-police", "crime_reference": "22/104233/26",
    "incident_reference": "0132i 231126", "existing_help": "They gave a statement",
    "in_custody": "yes", "custody_reference": "22AB/1", "video_reference": "BWV 8841",
    "section_45": "not_yet", "section_45_note": "To be raised with the lawyer", "intelligence_reference": "IR 551",
}  # fmt: skip


def referral_from(kind: AgencyKind, client: Client) -> Referral:
    membership = MembershipFactory(roles=[Role.FIRST_RESPONDER, Role.PARTNER_RESPONDER], agency__kind=kind)
    client.force_login(membership.user)
    return referral_of(membership)


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "police"})


def posted(**answers: str) -> dict[str, str]:
    return {f"police_matters-{name}": value for name, value in answers.items()}


def test_the_police_answer_everything(client: Client) -> None:
    referral = referral_from(AgencyKind.POLICE, client)

    client.post(address(referral), posted(**ANSWERS | {"crime_force": "West Mercia Police"}))

    assert PoliceMatters.objects.values(*ANSWERS).get() == ANSWERS
    page = client.get(address(referral)).content.decode()
    assert "never what it says" in page
    assert "Nothing on this page decides whether it applies" in page


@pytest.mark.parametrize("kind", sorted(set(AgencyKind) - police.POLICE))
def test_nobody_else_is_asked_what_only_police_hold_nor_can_change_it(kind: AgencyKind, client: Client) -> None:
    referral = referral_from(kind, client)
    PoliceMatters.objects.create(referral=referral, **ANSWERS)

    page = client.get(address(referral)).content.decode()
    client.post(address(referral), posted(**dict.fromkeys(ANSWERS, "")))

    for asked in ("custody", "Body-worn", "Intelligence", "Was this defence considered?"):
        assert asked not in page
    kept = {name: ANSWERS[name] if name in police.HELD_BY_POLICE else "" for name in ANSWERS}
    assert PoliceMatters.objects.values(*ANSWERS).get() == kept


def test_a_page_saved_as_it_was_opened_changes_nothing(client: Client) -> None:
    referral = referral_from(AgencyKind.POLICE, client)
    PoliceMatters.objects.create(referral=referral, **ANSWERS | {"crime_reference": NASTY, "existing_help": NASTY})
    before = PoliceMatters.objects.values().get()

    page = client.get(address(referral))
    client.post(address(referral), boxes_of(page))

    assert "<b>22" not in page.content.decode()
    assert PoliceMatters.objects.values().get() == before
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


def test_an_empty_page_saved_makes_no_row(client: Client) -> None:
    referral = referral_from(AgencyKind.POLICE, client)

    client.post(address(referral), boxes_of(client.get(address(referral))))

    assert not PoliceMatters.objects.exists()


def test_a_force_that_nobody_knows_is_shown_again_and_the_rest_is_saved(client: Client) -> None:
    referral = referral_from(AgencyKind.POLICE, client)
    sent = posted(has_crime_reference="yes", crime_force="Nowhere Police", crime_reference="22/1")

    page = client.post(address(referral), sent | {"then": "next"}).content.decode()

    assert "This is not on the list" in page
    assert "Nowhere Police" in page
    assert PoliceMatters.objects.values_list("crime_force", "crime_reference").get() == ("", "22/1")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, ""),
        ({"has_crime_reference": "no"}, "No crime reference yet: you can pass this on without one"),
        ({"has_crime_reference": "yes", "crime_reference": "22/1"}, "Crime reference 22/1"),
        ({"incident_reference": "0132i"}, "Incident 0132i"),
    ],
)
def test_the_list_of_sections_says_what_there_is(answers: dict[str, str], said: str, client: Client) -> None:
    referral = referral_from(AgencyKind.POLICE, client)
    PoliceMatters.objects.create(referral=referral, **answers)

    assert police.hint(dossier_of(referral)) == said
