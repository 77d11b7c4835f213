"""People and agencies for tests. Nobody has a role unless the test gives one."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from agencies.actors import Actor
from agencies.enums import AgencyKind, Nation, UnitKind
from agencies.models import Agency, Membership, Unit, User

LONG_AGO = date(2020, 1, 1)
PASSWORD = "a-password-for-tests-only"


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"agency-{n}")
    name = factory.Sequence(lambda n: f"Agency {n}")
    kind = AgencyKind.POLICE
    nation = Nation.ENGLAND
    is_first_responder = True
    is_bound_to_notify = True
    valid_from = LONG_AGO


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    agency = factory.SubFactory(AgencyFactory)
    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"Unit {n}")
    kind = UnitKind.RESPONSE
    valid_from = LONG_AGO


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@agency.example")
    full_name = factory.Sequence(lambda n: f"Person {n:03}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    roles = factory.LazyFunction(list)
    valid_from = LONG_AGO
    accepted_at = datetime(2020, 1, 1, tzinfo=UTC)


def actor_of(membership: Membership) -> Actor:
    return membership.as_actor(frozenset(membership.units.values_list("pk", flat=True)))
