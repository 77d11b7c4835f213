"""A section is saved as it is left: valid or not, twice, by two pages, by two people."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.models import Referral, Safety, SectionState
from tests.factories import MembershipFactory, referral_of

pytestmark = pytest.mark.django_db

AUTOSAVE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def danger(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "danger"})


def test_a_half_filled_section_is_saved_and_leads_on(as_officer: Client, referral: Referral) -> None:
    response = as_officer.post(danger(referral), {"safety-danger": "at_risk", "then": "next", "page_key": "a"})

    assert response.headers["Location"].endswith("/sections/person/")
    assert Safety.objects.get().danger == "at_risk"
    entry = Entry.objects.get(event="section.saved:danger")
    assert set(entry.digests) == {"safety-danger"}


def test_what_cannot_be_read_is_kept_as_typed_and_the_rest_is_saved(as_officer: Client, referral: Referral) -> None:
    typed = {"safety-danger": "at_risk", "safety-town": "Nowhere-on-Sea", "safety-whereabouts": "a\0b", "then": "next"}

    page = as_officer.post(danger(referral), typed)
    again = as_officer.get(danger(referral))

    assert Safety.objects.get().danger == "at_risk"
    for shown in (page, again):
        assert "Nowhere-on-Sea" in shown.content.decode()
        assert "This is not on the list" in shown.content.decode()
    assert SectionState.objects.get().typed["safety-town"] == ["Nowhere-on-Sea"]


def test_the_same_page_saves_again_and_another_page_gets_both_versions(as_officer: Client, referral: Referral) -> None:
    first = {"safety-whereabouts": "Redditch police station", "version": "0", "page_key": "one"}
    as_officer.post(danger(referral), first, **AUTOSAVE)
    as_officer.post(danger(referral), {**first, "safety-whereabouts": "Redditch police station, cell 2"}, **AUTOSAVE)

    second = {"safety-whereabouts": "A friend's", "safety-danger": "at_risk", "version": "0", "page_key": "two"}
    page = as_officer.post(danger(referral), second)

    assert Safety.objects.get().whereabouts == "Redditch police station, cell 2"
    assert "Two versions of this section" in page.content.decode()
    assert "A friend&#x27;s" in page.content.decode()
