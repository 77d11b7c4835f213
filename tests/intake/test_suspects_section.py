"""Who is suspected, kept apart from victims and from witnesses."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import suspects
from referrals.models import Encounter, Referral, Suspect
from tests.factories import MembershipFactory, ReferralFactory, referral_of
from tests.intake.boxes import boxes_of

pytestmark = pytest.mark.django_db

K1, K2 = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
NASTY = "Ștefan \u202eabc e\u0301 👩‍👧 <script>alert(1)</script> {{ x }} {% load y %}"


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "suspects"})


def row(key: str, **answers: str) -> dict[str, Any]:
    return {f"suspects-{key}-{name}": value for name, value in answers.items()}


def test_everything_said_of_a_suspect_and_of_all_of_them_is_kept(client: Client, referral: Referral) -> None:
    about = {
        "name": "Vasile", "nickname": "The boss", "description": "About 50, white van",
        "relationship": "Ran the car wash", "contact": "A number on the van", "may_be_victim": "not_sure",
    }  # fmt: skip
    of_all = {
        "suspects_note": "Two of them give orders", "suspects_gap": "not_known",
        "suspects_whereabouts_known": "yes", "suspects_in_uk": "not_sure",
        "suspects_whereabouts": "Last seen in Telford",
    }  # fmt: skip
    sent = {"suspects": [K1], **row(K1, **about), **{f"encounter-{name}": value for name, value in of_all.items()}}

    client.post(address(referral), sent)

    assert Suspect.objects.values(*about).get() == about
    # Something is known, so the reason for knowing nothing goes.
    assert Encounter.objects.values(*of_all).get(pk=referral.encounter_id) == of_all | {"suspects_gap": ""}


def test_a_page_saved_as_it_was_opened_changes_nothing(client: Client, referral: Referral) -> None:
    Suspect.objects.create(encounter=referral.encounter, name=NASTY, description=NASTY, may_be_victim="no")
    Encounter.objects.filter(pk=referral.encounter_id).update(suspects_gap="declined", suspects_whereabouts=NASTY)
    before = Suspect.objects.values().get(), Encounter.objects.values().get(pk=referral.encounter_id)

    page = client.get(address(referral))
    client.post(address(referral), boxes_of(page))

    assert "<script>alert" not in page.content.decode()
    assert (Suspect.objects.values().get(), Encounter.objects.values().get(pk=referral.encounter_id)) == before
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


def test_a_row_is_removed_and_somebody_elses_is_not(client: Client, referral: Referral) -> None:
    elsewhere = Suspect.objects.create(key=K2, encounter=ReferralFactory().encounter, name="Unrelated")
    Suspect.objects.create(key=K1, encounter=referral.encounter, name="Mine")
    sent = {"suspects": [K1, K2], **row(K1, name="Mine"), **row(K2, name="")}

    client.post(address(referral), sent | {"remove": f"suspects-{K2}"})
    client.post(address(referral), sent | {"remove": f"suspects-{K1}"})

    assert Suspect.objects.get() == elsewhere


def test_both_people_see_a_suspect_unless_it_is_about_one_only(client: Client, referral: Referral) -> None:
    together = referral_of(Membership.objects.get(), encounter=referral.encounter)
    sent = {"suspects": [K1, K2], **row(K1, name="Vasile"), **row(K2, nickname="Uncle Radu", only_here="on")}

    client.post(address(referral), sent)

    theirs = client.get(address(together)).content.decode()
    assert "Vasile" in theirs
    assert "Uncle Radu" not in theirs
    assert suspects.hint(dossier_of(referral)) == "2 people"
    assert suspects.hint(dossier_of(together)) == "1 person"


def test_a_line_that_is_too_long_is_shown_again_and_the_rest_is_saved(client: Client, referral: Referral) -> None:
    sent = {"suspects": [K1], **row(K1, name="x" * 201, description="White van"), "then": "next"}

    page = client.post(address(referral), sent).content.decode()

    assert "Use at most 200 characters. This has 201." in page
    assert "x" * 201 in page
    assert list(Suspect.objects.values_list("name", "description")) == [("", "White van")]


@pytest.mark.parametrize(
    ("gap", "said"), [("", ""), ("not_known", "Not known"), ("declined", "They would rather not say")]
)
def test_the_list_of_sections_says_why_nobody_is_named(gap: str, said: str, referral: Referral) -> None:
    Encounter.objects.filter(pk=referral.encounter_id).update(suspects_gap=gap)

    assert suspects.hint(dossier_of(referral)) == said
