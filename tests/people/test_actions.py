from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, SignInLink, User
from agencies.models.sign_in_link import Purpose
from agencies.people import actions
from agencies.refusals import NotAllowed, Refused, Stale
from audit.models import Entry
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, UserFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR])


def events() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "reference"))


def colleague_of(admin: Membership, **facts: object) -> Membership:
    return MembershipFactory(agency=admin.agency, **facts)


def test_a_new_person_is_invited_with_roles_and_units_and_a_link(admin: Membership) -> None:
    unit = UnitFactory(agency=admin.agency)

    made = actions.invite(
        email="New.Person@Agency.example", roles=[Role.SPOC], units=[unit], by=actor_of(admin), at=timezone.now()
    )

    assert (made.user.email, made.roles, list(made.units.all())) == ("new.person@agency.example", ["MSHT_SPOC"], [unit])
    assert made.user.has_never_come
    assert SignInLink.objects.get().user == made.user
    assert SignInLink.objects.get().purpose == Purpose.INVITATION
    assert events() == [("colleague.invited", made.reference), ("link.asked", made.user.reference)]


def test_somebody_of_another_agency_is_added_without_a_link(admin: Membership) -> None:
    elsewhere = MembershipFactory(roles=[Role.SPOC])

    made = actions.invite(email=elsewhere.user.email, roles=[], units=[], by=actor_of(admin), at=timezone.now())

    assert made.user == elsewhere.user
    assert made.accepted_at is None
    assert elsewhere.user.memberships.count() == 2
    assert not SignInLink.objects.exists()


def test_nobody_is_invited_twice(admin: Membership) -> None:
    there = colleague_of(admin)

    with pytest.raises(Refused, match="already on your list"):
        actions.invite(email=there.user.email.upper(), roles=[], units=[], by=actor_of(admin), at=timezone.now())

    assert Membership.objects.filter(user=there.user).count() == 1


def test_a_role_that_the_agency_cannot_give_is_refused() -> None:
    charity = AgencyFactory(kind=AgencyKind.CHARITY, is_first_responder=False)
    admin = MembershipFactory(agency=charity, roles=[Role.ADMINISTRATOR])

    with pytest.raises(Refused, match="Case manager"):
        actions.invite(
            email="x@charity.example", roles=[Role.CASE_MANAGER], units=[], by=actor_of(admin), at=timezone.now()
        )

    assert not User.objects.filter(email="x@charity.example").exists()


def test_new_roles_and_units_are_a_new_version(admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])
    unit = UnitFactory(agency=admin.agency)

    actions.change_place(
        person.pk, roles=[Role.SUPERVISOR], units=[unit], version=1, by=actor_of(admin), at=timezone.now()
    )

    person.refresh_from_db()
    assert (person.roles, list(person.units.all()), person.version) == (["SUPERVISOR"], [unit], 2)


def test_the_ledger_names_the_fields_of_a_change_and_keeps_no_value(admin: Membership) -> None:
    person = colleague_of(admin)

    actions.change_place(person.pk, roles=[Role.SUPERVISOR], units=[], version=1, by=actor_of(admin), at=timezone.now())

    entry = Entry.objects.get(event="colleague.changed")
    assert set(entry.digests) == {"roles", "units", "deactivated_at"}
    assert all(len(value) == 64 for value in entry.digests.values())
    assert "SUPERVISOR" not in str(entry.digests)


def test_a_second_save_from_the_same_page_is_refused_and_changes_nothing(admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])
    by, at = actor_of(admin), timezone.now()
    actions.change_place(person.pk, roles=[Role.SUPERVISOR], units=[], version=1, by=by, at=at)

    with pytest.raises(Stale):
        actions.change_place(person.pk, roles=[Role.AUDITOR], units=[], version=1, by=by, at=at)

    person.refresh_from_db()
    assert person.roles == ["SUPERVISOR"]


def test_deactivating_keeps_the_person_and_shuts_the_door(admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])

    actions.deactivate(person.pk, by=actor_of(admin), at=timezone.now())

    person.refresh_from_db()
    assert (person.is_active, person.user.is_active, person.roles) == (False, False, ["MSHT_SPOC"])


def test_somebody_with_another_agency_can_still_sign_in_for_that_one(admin: Membership) -> None:
    person = colleague_of(admin)
    MembershipFactory(user=person.user)

    actions.deactivate(person.pk, by=actor_of(admin), at=timezone.now())

    person.user.refresh_from_db()
    assert person.user.is_active


def test_reactivating_opens_the_door_again(admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])
    actions.deactivate(person.pk, by=actor_of(admin), at=timezone.now())

    actions.reactivate(person.pk, by=actor_of(admin), at=timezone.now())

    person.refresh_from_db()
    assert (person.is_active, person.user.is_active) == (True, True)
    assert [event for event, _ in events()] == ["colleague.deactivated", "colleague.reactivated"]


@pytest.mark.parametrize(
    "lose",
    [
        lambda pk, by, at: actions.deactivate(pk, by=by, at=at),
        lambda pk, by, at: actions.change_place(pk, roles=[Role.SPOC], units=[], version=1, by=by, at=at),
    ],
    ids=["deactivated", "given other roles"],
)
def test_the_last_administrator_cannot_be(lose: Callable[..., object], admin: Membership) -> None:
    colleague_of(admin, roles=[Role.ADMINISTRATOR], user=UserFactory(password=None))
    colleague_of(admin, roles=[Role.ADMINISTRATOR], user=UserFactory(is_active=False))
    colleague_of(admin, roles=[Role.ADMINISTRATOR], deactivated_at=timezone.now())
    MembershipFactory(roles=[Role.ADMINISTRATOR])

    with pytest.raises(Refused, match="last administrator"):
        lose(admin.pk, actor_of(admin), timezone.now())

    admin.refresh_from_db()
    assert (admin.is_active, admin.roles) == (True, ["ADMIN"])


def test_an_administrator_with_another_beside_them_may_go(admin: Membership) -> None:
    colleague_of(admin, roles=[Role.ADMINISTRATOR])

    actions.deactivate(admin.pk, by=actor_of(admin), at=timezone.now())

    admin.refresh_from_db()
    assert not admin.is_active


ACTS: dict[str, Callable[[int, Actor], object]] = {
    "change": lambda pk, by: actions.change_place(pk, roles=[], units=[], version=1, by=by, at=timezone.now()),
    "deactivate": lambda pk, by: actions.deactivate(pk, by=by, at=timezone.now()),
    "reactivate": lambda pk, by: actions.reactivate(pk, by=by, at=timezone.now()),
    "link": lambda pk, by: actions.send_new_link(pk, by=by, at=timezone.now()),
    "second factor": lambda pk, by: actions.remove_second_factor(pk, by=by, at=timezone.now()),
}


@pytest.mark.parametrize("act", ACTS)
def test_another_agencys_administrator_may_not(act: str, admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])
    stranger = actor_of(MembershipFactory(roles=[Role.ADMINISTRATOR]))

    with pytest.raises(NotAllowed):
        ACTS[act](person.pk, stranger)

    assert events() == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_a_colleague_without_the_role_may_not(act: str, role: Role, admin: Membership) -> None:
    person = colleague_of(admin, roles=[Role.SPOC])

    with pytest.raises(NotAllowed):
        ACTS[act](person.pk, actor_of(colleague_of(admin, roles=[role])))

    assert events() == []


def test_a_new_link_is_an_invitation_until_the_person_has_come(admin: Membership) -> None:
    invited = colleague_of(admin, user=UserFactory(password=None))
    been_here = colleague_of(admin)

    for person in (invited, been_here):
        actions.send_new_link(person.pk, by=actor_of(admin), at=timezone.now())

    assert dict(SignInLink.objects.values_list("user", "purpose")) == {
        invited.user_id: Purpose.INVITATION,
        been_here.user_id: Purpose.NEW_PASSWORD,
    }


def test_a_deactivated_colleague_gets_no_link(admin: Membership) -> None:
    person = colleague_of(admin, deactivated_at=timezone.now())

    with pytest.raises(Refused, match="Reactivate them first"):
        actions.send_new_link(person.pk, by=actor_of(admin), at=timezone.now())

    assert not SignInLink.objects.exists()


def test_only_the_first_administrator_is_invited_from_the_command_line() -> None:
    agency = AgencyFactory()

    made = actions.invite_first_administrator(agency.code, "first@agency.example", at=timezone.now())
    made.user.set_password("has-come-and-chosen-one")
    made.user.save()

    assert made.roles == ["ADMIN"]
    with pytest.raises(Refused, match="has an administrator"):
        actions.invite_first_administrator(agency.code, "second@agency.example", at=timezone.now())
    with pytest.raises(Agency.DoesNotExist):
        actions.invite_first_administrator("no-such-agency", "x@agency.example", at=timezone.now())


def test_a_lost_second_factor_is_removed_and_every_session_ends(admin: Membership) -> None:
    person, other = colleague_of(admin), colleague_of(admin)
    for owner in (person, other):
        Authenticator.objects.create(user=owner.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    before = person.user.get_session_auth_hash()

    actions.remove_second_factor(person.pk, by=actor_of(admin), at=timezone.now())

    assert [left.user for left in Authenticator.objects.all()] == [other.user]
    assert User.objects.get(pk=person.user_id).get_session_auth_hash() != before
    assert events() == [("second_factor.removed.all", person.user.reference)]


def test_nobody_acts_for_an_agency_that_has_ended(admin: Membership) -> None:
    Agency.objects.filter(pk=admin.agency_id).update(valid_to=localdate() - timedelta(days=1))

    assert not Membership.objects.usable(localdate()).filter(pk=admin.pk).exists()


def test_an_administrator_who_stays_one_needs_no_other(admin: Membership) -> None:
    roles = [Role.ADMINISTRATOR, Role.SUPERVISOR]

    actions.change_place(admin.pk, roles=roles, units=[], version=1, by=actor_of(admin), at=timezone.now())

    admin.refresh_from_db()
    assert set(admin.roles) == {"ADMIN", "SUPERVISOR"}


@pytest.mark.parametrize("act", ["deactivate", "reactivate"])
def test_what_is_so_already_changes_nothing_and_is_not_recorded(act: str, admin: Membership) -> None:
    gone = timezone.now() if act == "deactivate" else None
    person = colleague_of(admin, deactivated_at=gone)

    ACTS[act](person.pk, actor_of(admin))

    person.refresh_from_db()
    assert (person.deactivated_at, person.version, events()) == (gone, 1, [])
