"""What an adult decided after the referral was passed on."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from agencies.enums import Role
from agencies.refusals import Refused
from referrals.lodging.actions.decision import record_decision
from referrals.models import Referral
from tests.factories import MembershipFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db


def test_of_a_draft_it_is_answered_in_its_section() -> None:
    manager = MembershipFactory(roles=[Role.CASE_MANAGER])
    draft = referral_of(manager)

    with pytest.raises(Refused):
        record_decision(draft.pk, data=QueryDict(), by=actor_of(manager), at=timezone.now())


def test_of_a_draft_that_was_deleted_meanwhile_it_says_so() -> None:
    manager = MembershipFactory(roles=[Role.CASE_MANAGER])

    with pytest.raises(Refused, match=r"has been deleted meanwhile"):
        record_decision(0, data=QueryDict(), by=actor_of(manager), at=timezone.now())
    assert not Referral.objects.exists()
