"""Two administrators who act at the same moment, on two real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from agencies.people import actions
from agencies.refusals import Refused
from tests.factories import AgencyFactory, MembershipFactory, actor_of


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_one_another_at_once() -> None:
    agency = AgencyFactory()
    one, other = (MembershipFactory(agency=agency, roles=[Role.ADMINISTRATOR]) for _ in range(2))
    together = Barrier(2, timeout=10)

    def remove(by: Membership, whom: Membership) -> str:
        try:
            together.wait()
            actions.deactivate(whom.pk, by=actor_of(by), at=timezone.now())
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted([*pool.map(lambda pair: remove(*pair), [(one, other), (other, one)])])

    assert outcomes[1] == "done"
    assert "last administrator" in outcomes[0]
    assert Membership.objects.filter(agency=agency, deactivated_at=None).count() == 1
