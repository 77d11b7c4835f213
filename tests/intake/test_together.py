"""Shared answers of somebody who was passed on already never change in silence."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from agencies.refusals import Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import Status, SupplementKind
from referrals.intake.actions import MOST_TOGETHER, add_person
from referrals.models import Supplement
from tests.factories import MembershipFactory, UnitFactory, UserFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db


def test_whoever_was_passed_on_is_told_once_that_a_shared_answer_changed(client: Client) -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    lodging = {"status": Status.TRIAGE, "lodged_at": timezone.now(), "force": officer.agency, "owner": UserFactory()}
    lodged = referral_of(officer, unit=UnitFactory(agency=officer.agency), **lodging)
    draft = referral_of(officer, encounter=lodged.encounter)
    alone = referral_of(officer, **lodging)
    client.force_login(officer.user)
    where = reverse("section", kwargs={"reference": draft.reference, "code": "others"})

    for operation in ("Lantern", "Lanterns"):
        client.post(where, {"encounter-operation": operation, "page_key": "one", "then": "list"})
    client.post(
        reverse("section", kwargs={"reference": draft.reference, "code": "danger"}), {"safety-danger": "at_risk"}
    )

    supplement = Supplement.objects.get()
    assert (supplement.referral, supplement.kind, supplement.section) == (lodged, SupplementKind.CORRECTION, "others")
    assert Entry.objects.filter(event="section.shared:others", reference=lodged.reference).count() == 1
    assert Notice.objects.filter(reference=lodged.reference).count() == 2
    assert not Notice.objects.filter(reference=alone.reference).exists()


def test_more_than_thirty_people_are_kept_in_two_encounters() -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    first = referral_of(officer)
    for _ in range(MOST_TOGETHER - 1):
        referral_of(officer, encounter=first.encounter)

    with pytest.raises(Refused, match=r"^At most 30 people can be kept together"):
        add_person(first.pk, by=actor_of(officer), at=timezone.now())
