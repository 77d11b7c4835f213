"""You and your deputy: what is known of you stands there already, and is kept once you save it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Agency, Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import referrer
from referrals.intake.page import SectionPage
from referrals.intake.sections import BY_CODE
from referrals.models import Referral, Referrer
from tests.factories import AgencyFactory, MembershipFactory, referral_of
from tests.intake.boxes import boxes_of

pytestmark = pytest.mark.django_db

NASTY = 'שלום \u202eabc e\u0301 <b>{{ 7|add:7 }}</b>{% debug %} & "quoted"'


@pytest.fixture
def officer(client: Client) -> Membership:
    force: Agency = AgencyFactory(code="west-mercia-police")
    officer = MembershipFactory(agency=force, roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "referrer"})


def save(client: Client, referral: Referral, answers: dict[str, Any]) -> Any:
    return client.post(address(referral), {**boxes_of(client.get(address(referral))), **answers, "then": "next"})


def test_what_is_known_of_you_is_offered_and_kept_only_once_you_save_it(client: Client, referral: Referral) -> None:
    page = boxes_of(client.get(address(referral)))
    offered = {name: page[f"referrer-{name}"] for name in ("given_names", "family_name", "job", "organisation")}

    assert offered == {
        "given_names": ["Dana"],
        "family_name": ["Whitlock"],
        "job": ["Police constable"],
        "organisation": ["West Mercia Police"],
    }
    assert "referrer-nation" not in page
    assert not Referrer.objects.exists()
    assert list(SectionPage(BY_CODE["referrer"].parts, dossier_of(referral)).answers) == []

    save(client, referral, {"referrer-nation": "england"})
    save(client, referral, {})

    kept = Referrer.objects.get()
    assert (kept.family_name, kept.organisation, kept.nation) == ("Whitlock", "west-mercia-police", "england")
    assert Entry.objects.filter(event="section.saved:referrer").count() == 1


def test_what_you_took_out_is_not_offered_again(client: Client, referral: Referral) -> None:
    save(client, referral, {"referrer-job": ""})

    assert boxes_of(client.get(address(referral)))["referrer-job"] == [""]


def test_a_colleague_is_offered_what_is_known_of_whoever_works_on_the_draft(
    client: Client, officer: Membership, referral: Referral
) -> None:
    colleague = MembershipFactory(agency=officer.agency, roles=[Role.FIRST_RESPONDER], user__full_name="Maria de Souza")
    Referral.objects.update(holder=colleague.user)

    page = boxes_of(client.get(address(referral)))

    assert (page["referrer-given_names"], page["referrer-family_name"]) == (["Maria de"], ["Souza"])


def test_an_organisation_that_is_not_listed_is_not_offered(client: Client) -> None:
    nurse = MembershipFactory(roles=[Role.PARTNER], agency__is_first_responder=False)
    client.force_login(nurse.user)

    assert boxes_of(client.get(address(referral_of(nurse))))["referrer-organisation"] == [""]


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_kept(client: Client, referral: Referral) -> None:
    answers = {"referrer-deputy_email": "nobody", "referrer-organisation": NASTY, "referrer-deputy_name": NASTY}
    page = save(client, referral, {**answers, "referrer-nation": "uk"}).content.decode()

    for problem in (
        "Enter an e-mail address in the right form",
        "This is not on the list",
        "Choose one of the answers",
    ):
        assert problem in page
    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;{% debug %}" in page
    kept = Referrer.objects.get()
    assert (kept.deputy_name, kept.deputy_email, kept.organisation, kept.nation) == (NASTY, "", "", "")


def test_the_list_says_what_the_home_office_would_miss(client: Client, referral: Referral) -> None:
    assert referrer.hint(dossier_of(referral)) == ""

    save(client, referral, {"referrer-deputy_email": "team@police.example"})

    assert referrer.hint(dossier_of(referral)) == "Deputy named. No telephone yet"


@pytest.mark.parametrize(
    ("full_name", "given_names", "family_name", "job"),
    [
        ("", "", "", ""),
        ("Cher", "", "Cher", ""),
        ("Helen Oakes", "Helen", "Oakes", ""),
        ("PC Dana Whitlock", "Dana", "Whitlock", "Police constable"),
        ("ds Tom Ashby", "Tom", "Ashby", "Detective sergeant"),
        ("PC Whitlock", "", "Whitlock", "Police constable"),
        ("PC", "", "PC", ""),
    ],
)
def test_a_rank_in_front_of_a_name_is_a_job(full_name: str, given_names: str, family_name: str, job: str) -> None:
    assert referrer.split_name(full_name) == {"given_names": given_names, "family_name": family_name, "job": job}
