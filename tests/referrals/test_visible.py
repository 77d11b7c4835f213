"""Who sees which referral. One question for lists and one for pages, and both must say the same."""

from itertools import product

import pytest
from django.utils import timezone

from agencies import access
from agencies.enums import Permission, Role
from agencies.models import Agency, Membership, Unit
from referrals.enums import Status
from referrals.models import Referral
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    ReferralFactory,
    UnitFactory,
    UserFactory,
    actor_of,
    referral_of,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LODGED = [status for status in Status if status not in (Status.DRAFT, Status.DISCARDED)]
WHO = ["author", "holder", "colleague of the unit", "colleague elsewhere", "the force", "a stranger", "nobody's role"]


class House:
    """A partner's officer whose referral lies in every state with a force."""

    def __init__(self, role: Role) -> None:
        self.partner: Agency = AgencyFactory()
        self.force: Agency = AgencyFactory()
        self.unit: Unit = UnitFactory(agency=self.partner)
        self.author = self._member(self.partner, role)
        self.people: dict[str, Membership] = {
            "author": self.author,
            "holder": self._member(self.partner, role),
            "colleague of the unit": self._member(self.partner, role, self.unit),
            "colleague elsewhere": self._member(self.partner, role),
            "the force": self._member(self.force, role),
            "a stranger": self._member(AgencyFactory(), role),
            "nobody's role": MembershipFactory(user=self.author.user, agency=AgencyFactory(), roles=[]),
        }
        self._make_referrals()

    @staticmethod
    def _member(agency: Agency, role: Role, *units: Unit) -> Membership:
        made: Membership = MembershipFactory(agency=agency, roles=[role])
        made.units.set(units)
        return made

    def _make_referrals(self) -> None:
        theirs = {"unit": self.unit}
        holder = self.people["holder"].user
        referral_of(self.author, **theirs)
        referral_of(self.author, **theirs, holder=holder)
        referral_of(self.author, **theirs, holder=None)
        referral_of(self.author, **theirs, is_left_lying=True)
        referral_of(
            self.author,
            **theirs,
            status=Status.DISCARDED,
            discarded_at=NOW,
            discarded_by=self.author.user,
            discard_reason="Begun twice",
        )
        for status in LODGED:
            referral_of(self.author, **theirs, status=status, force=self.force, lodged_at=NOW)


@pytest.mark.parametrize(("role", "who"), list(product(Role, WHO)))
def test_lists_show_exactly_the_referrals_that_may_be_opened(role: Role, who: str) -> None:
    actor = actor_of(House(role).people[who])

    shown = set(Referral.objects.visible_to(actor))
    may_be_opened = {
        referral
        for referral in Referral.objects.all()
        if access.may(actor, Permission.SEE_REFERRAL, referral.relations_to(actor))
    }

    assert Referral.objects.count() == 5 + len(LODGED)
    assert shown == may_be_opened


# How many of the drafts (begun, held by another, handed to the unit, left lying), discarded and lodged ones each sees.
SEEN = {
    (Role.FIRST_RESPONDER, "author"): 5 + len(LODGED),
    (Role.FIRST_RESPONDER, "holder"): 1,
    (Role.FIRST_RESPONDER, "colleague of the unit"): 1,
    (Role.FIRST_RESPONDER, "colleague elsewhere"): 0,
    (Role.FIRST_RESPONDER, "the force"): 0,
    (Role.CASE_MANAGER, "colleague elsewhere"): 2 + len(LODGED),
    (Role.CASE_MANAGER, "the force"): len(LODGED),
    (Role.CRIME_REGISTRAR, "the force"): len(LODGED),
    (Role.CRIME_REGISTRAR, "colleague elsewhere"): 0,
    (Role.ADMINISTRATOR, "author"): 0,
    (Role.AUDITOR, "the force"): 0,
    (Role.SUPERVISOR, "a stranger"): 0,
    (Role.PARTNER, "author"): 5 + len(LODGED),
    (Role.PARTNER, "nobody's role"): 0,
    (Role.PARTNER, "colleague of the unit"): 2,
    (Role.PARTNER, "colleague elsewhere"): 0,
    (Role.PARTNER_RESPONDER, "colleague of the unit"): 2,
}


@pytest.mark.parametrize(("key", "count"), SEEN.items(), ids=str)
def test_each_sees_as_many_as_the_table_says(key: tuple[Role, str], count: int) -> None:
    role, who = key

    assert Referral.objects.visible_to(actor_of(House(role).people[who])).count() == count


def test_a_draft_is_not_seen_by_its_unit_before_it_was_handed_over_or_left_lying() -> None:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    manager = MembershipFactory(agency=officer.agency, roles=[Role.CASE_MANAGER])
    draft = referral_of(officer)

    assert not Referral.objects.visible_to(actor_of(manager)).exists()

    draft.is_left_lying = True
    draft.save()
    assert Referral.objects.visible_to(actor_of(manager)).get() == draft


def test_staff_can_never_be_deleted_with_what_they_wrote() -> None:
    referral = ReferralFactory(author=UserFactory())

    staff = [f for f in Referral._meta.get_fields() if f.is_relation and f.many_to_one and f.concrete]

    assert referral.author_id
    assert {field.remote_field.on_delete.__name__ for field in staff} == {"PROTECT"}


def test_where_the_author_is_in_no_unit_a_draft_left_lying_is_seen_by_every_colleague_of_a_partner() -> None:
    author = MembershipFactory(roles=[Role.PARTNER])
    colleague = MembershipFactory(agency=author.agency, roles=[Role.PARTNER])
    officer = MembershipFactory(agency=author.agency, roles=[Role.FIRST_RESPONDER])
    draft = referral_of(author, unit=None, is_left_lying=True)

    assert Referral.objects.visible_to(actor_of(colleague)).get() == draft
    assert not Referral.objects.visible_to(actor_of(officer)).exists()
    assert not Referral.objects.visible_to(actor_of(MembershipFactory(roles=[Role.PARTNER]))).exists()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("who", WHO)
def test_whoever_is_barred_sees_nothing_and_stands_in_no_relation(who: str, role: Role) -> None:
    house = House(role)
    actor = actor_of(house.people[who])
    Referral.objects.update(barred_people=[actor.user_id])

    assert not Referral.objects.visible_to(actor).exists()
    assert {referral.relations_to(actor) for referral in Referral.objects.all()} == {frozenset()}


def test_a_barred_unit_is_barred_with_everybody_in_it_and_nobody_else() -> None:
    force = AgencyFactory()
    barred, other = UnitFactory(agency=force), UnitFactory(agency=force)
    inside, outside = (MembershipFactory(agency=force, roles=[Role.CASE_MANAGER]) for _ in range(2))
    inside.units.set([barred, other])
    outside.units.set([other])
    author = MembershipFactory(roles=[Role.PARTNER])
    referral_of(author, status=Status.TRIAGE, force=force, lodged_at=NOW, barred_units=[barred.pk])

    assert not Referral.objects.visible_to(actor_of(inside)).exists()
    assert Referral.objects.get().relations_to(actor_of(inside)) == frozenset()
    assert Referral.objects.visible_to(actor_of(outside)).exists()
