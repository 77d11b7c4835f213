"""What every page asks, from a statement built once a day, finds what the query finds."""

from datetime import date, timedelta
from typing import Any

import pytest

from agencies.doors.queries import usable_memberships, usable_memberships_now
from agencies.enums import Role
from agencies.models import Agency, Membership
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def told(memberships: Any) -> list[Any]:
    def values(row: Membership | Agency) -> dict[str, Any]:
        return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}

    return [(values(each), values(each.agency), sorted(each.unit_ids), each.actor) for each in memberships]


def test_it_finds_the_same_for_each_person_and_day() -> None:
    person, other = UserFactory(), UserFactory()
    for name in ("Zeta Council", "Alpha Police"):
        made = MembershipFactory(user=person, agency=AgencyFactory(name=name), roles=[Role.SPOC, Role.REGIONAL])
        made.units.set([UnitFactory(agency=made.agency), UnitFactory(agency=made.agency)])
    MembershipFactory(user=person, roles=[], valid_to=TODAY + timedelta(days=3))
    MembershipFactory(user=other)

    for who in (person, other, UserFactory()):
        for day in (TODAY, TODAY + timedelta(days=4)):
            assert told(usable_memberships_now(who, day)) == told(usable_memberships(who, day))
    assert len(usable_memberships_now(person, TODAY)) == 3
    assert len(usable_memberships_now(person, TODAY + timedelta(days=4))) == 2


def test_what_is_found_can_be_saved() -> None:
    [found] = usable_memberships_now(MembershipFactory().user, TODAY)
    found.roles = [Role.AUDITOR]
    found.save()

    assert Membership.objects.get(pk=found.pk).roles == [Role.AUDITOR]
