"""People and agencies for tests. Nobody has a role unless the test gives one."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from agencies.actors import Actor
from agencies.enums import AgencyKind, Nation, UnitKind
from agencies.models import Agency, Membership, Unit, User
from referrals.models import Encounter, Referral
from referrals.rules.reference import new_reference
from victims.models import Person

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


class EncounterFactory(DjangoModelFactory[Encounter]):
    class Meta:
        model = Encounter

    agency = factory.SubFactory(AgencyFactory)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody of whom nothing is known yet."""

    class Meta:
        model = Person


class ReferralFactory(DjangoModelFactory[Referral]):
    """A draft in which nothing has been answered. Give `author` and `agency` to say whose it is."""

    class Meta:
        model = Referral

    reference = factory.LazyFunction(lambda: new_reference(2026))
    agency = factory.SubFactory(AgencyFactory)
    author = factory.SubFactory(UserFactory)
    holder = factory.SelfAttribute("author")
    person = factory.SubFactory(PersonFactory)
    encounter = factory.SubFactory(EncounterFactory, agency=factory.SelfAttribute("..agency"))
    started_at = datetime(2026, 11, 23, 1, 50, tzinfo=UTC)
    saved_at = datetime(2026, 11, 23, 2, 16, tzinfo=UTC)


def referral_of(membership: Membership, **facts: object) -> Referral:
    """A draft that this person began."""
    made: Referral = ReferralFactory(author=membership.user, agency=membership.agency, **facts)
    return made
