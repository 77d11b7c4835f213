"""Sixteen sections, and the way from one to the next."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from referrals.intake.sections import SECTIONS, after
from tests.factories import MembershipFactory, referral_of

ORDER = [
    "danger", "person", "consent", "contact", "needs", "signs", "exploitation", "account",
    "places", "suspects", "others", "words", "police", "safeguarding", "files", "referrer",
]  # fmt: skip


def test_the_sections_stand_in_this_order() -> None:
    assert [section.code for section in SECTIONS] == ORDER
    assert [section.code for section in SECTIONS if section.is_shared] == ["places", "suspects", "others"]
    assert after(SECTIONS[-1]) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "leads_to"), [("others", "sections/words/"), ("safeguarding", "files/"), ("referrer", "")]
)
def test_each_leads_to_the_next_and_the_last_to_the_list(code: str, leads_to: str, client: Client) -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    referral = referral_of(officer)

    page = client.post(
        reverse("section", kwargs={"reference": referral.reference, "code": code}), {"then": "next"}, follow=True
    )

    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == f"/referrals/{referral.reference}/{leads_to}"
