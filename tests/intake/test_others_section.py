"""How they were met, and who else may be a victim."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Membership
from agencies.shell.partial_date import PartialDate
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import others
from referrals.models import Encounter, Referral
from tests.factories import MembershipFactory, referral_of
from tests.intake.boxes import boxes_of

pytestmark = pytest.mark.django_db

NASTY = "שלום \u202eabc e\u0301 👩‍👧 <img src=x onerror=alert(1)> {{ x }} {% load y %}"


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "others"})


def met_on(day: str, month: str, year: str) -> dict[str, str]:
    return {
        f"encounter-found_on_{part}": text
        for part, text in zip(("day", "month", "year"), (day, month, year), strict=True)
    }


def encounter_of(referral: Referral) -> Encounter:
    return Encounter.objects.get(pk=referral.encounter_id)


def test_what_is_entered_for_one_is_there_for_everybody_found_together(client: Client, referral: Referral) -> None:
    together = referral_of(Membership.objects.get(), encounter=referral.encounter)
    sent = met_on("", "5", "2026") | {
        "encounter-found_how": "A welfare visit",
        "encounter-operation": "Alder",
        "encounter-officer_in_charge": "DS Owen Marsh",
        "encounter-others_involved": "yes",
        "encounter-others_note": "Two brothers",
    }

    client.post(address(referral), sent)

    theirs = client.get(address(together)).content.decode()
    for answer in ("A welfare visit", "Alder", "DS Owen Marsh", "Two brothers", "Add another person"):
        assert answer in theirs
    assert encounter_of(together).found_on == PartialDate(2026, 5)
    assert others.hint(dossier_of(together)) == "Met May 2026. Others who may be victims: yes"


def test_a_page_saved_as_it_was_opened_changes_nothing(client: Client, referral: Referral) -> None:
    Encounter.objects.filter(pk=referral.encounter_id).update(
        found_on=PartialDate(2026), found_how=NASTY, others_involved="not_sure", others_note=NASTY
    )
    before = Encounter.objects.values().get(pk=referral.encounter_id)

    page = client.get(address(referral))
    client.post(address(referral), boxes_of(page))

    assert "<img" not in page.content.decode()
    assert Encounter.objects.values().get(pk=referral.encounter_id) == before
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31", "2", "2026"), "Day must be between 1 and 28: February 2026 has 28 days"),
        (("29", "February", "2025"), "Day must be between 1 and 28: February 2025 has 28 days"),
        (("", "13", "2026"), "Month must be between 1 and 12"),
        (("3", "", "2026"), "Add the month, or leave out the day"),
        (("3", "5", ""), "Add the year, or leave the whole date empty"),
        (("", "", "26"), "Year must have 4 digits, from 1900 to 2100"),
        (("", "", "2099"), "Date must be today or in the past"),
    ],
)
def test_a_date_that_cannot_be_is_said_and_shown_again(
    typed: tuple[str, str, str], said: str, client: Client, referral: Referral
) -> None:
    sent = met_on(*typed) | {"encounter-operation": "Alder", "then": "next"}

    page = client.post(address(referral), sent)

    assert said in page.content.decode()
    assert "Saved. 1 answer needs a look" in page.content.decode()
    boxes = boxes_of(page)
    assert [boxes[name] for name in met_on("", "", "")] == [[text] for text in typed]
    assert (encounter_of(referral).found_on, encounter_of(referral).operation) == (None, "Alder")


def test_today_is_a_date_and_tomorrow_is_not_yet(client: Client, referral: Referral) -> None:
    today = localdate()
    tomorrow = today + timedelta(days=1)

    client.post(address(referral), met_on(str(today.day), str(today.month), str(today.year)))
    client.post(address(referral), met_on(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)))

    assert encounter_of(referral).found_on == PartialDate(today.year, today.month, today.day)


def test_a_reason_goes_once_there_is_an_answer(client: Client, referral: Referral) -> None:
    client.post(address(referral), {"encounter-found_how_gap": "not_asked"})
    assert encounter_of(referral).found_how_gap == "not_asked"

    client.post(address(referral), {"encounter-found_how": "A call", "encounter-found_how_gap": "not_asked"})

    assert (encounter_of(referral).found_how, encounter_of(referral).found_how_gap) == ("A call", "")
