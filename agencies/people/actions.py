"""Changing who works for an agency and what they may do there.

Each locks the agency first, so that two administrators cannot remove one another at the same moment.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.doors.actions import ask_for_link, remove_second_factors
from agencies.enums import AgencyKind, Permission, Relation, Role
from agencies.models import Agency, HomePostcode, Membership, Unit, User
from agencies.models.sign_in_link import Purpose
from agencies.people import queries, rules
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation


@transaction.atomic
def invite(*, email: str, roles: Collection[Role], units: Collection[Unit], by: Actor, at: datetime) -> Membership:
    """Somebody new gets a link by e-mail; somebody who already signs in for another agency finds this one there."""
    access.require(by, Permission.MANAGE_COLLEAGUES, {Relation.OWN_AGENCY})
    agency = Agency.objects.select_for_update().get(pk=by.agency_id)
    _require_roles(agency, roles)
    return _add(agency, email, roles, units, by, at)


@transaction.atomic
def invite_first_administrator(code: str, email: str, *, at: datetime) -> Membership:
    """Done by whoever installs the service, at the command line. Raises Agency.DoesNotExist."""
    agency = Agency.objects.select_for_update().get(code=code)
    if queries.administrators(agency.pk, at=at).exists():
        raise Refused("This agency has an administrator, who invites everybody else.")
    return _add(agency, email, [Role.ADMINISTRATOR], [], None, at)


@transaction.atomic
def change_place(
    pk: int, *, roles: Collection[Role], units: Collection[Unit], version: int, by: Actor, at: datetime
) -> Membership:
    """New roles and units. Ends what they are doing for this agency, so that nothing goes on under the old ones."""
    membership = _lock_colleague(pk, by)
    if membership.version != version:
        raise Stale("Somebody else changed this colleague after you opened the page. Look at what it is now.")
    _require_roles(membership.agency, set(roles) - set(membership.roles))
    if Role.ADMINISTRATOR not in roles:
        _require_another_administrator(membership, at)

    membership.roles = sorted(roles)
    membership.units.set(units)
    return _save("colleague.changed", membership, by, at)


@transaction.atomic
def deactivate(pk: int, *, by: Actor, at: datetime) -> Membership:
    """The person can no longer act for this agency, nor sign in at all if they have no other."""
    membership = _lock_colleague(pk, by)
    if not membership.is_active:
        return membership
    _require_another_administrator(membership, at)

    membership.deactivated_at = at
    HomePostcode.objects.filter(membership=membership).delete()
    _save("colleague.deactivated", membership, by, at)
    _let_in_only_with_a_place(membership.user, at)
    return membership


@transaction.atomic
def reactivate(pk: int, *, by: Actor, at: datetime) -> Membership:
    membership = _lock_colleague(pk, by)
    if membership.is_active:
        return membership

    membership.deactivated_at = None
    _save("colleague.reactivated", membership, by, at)
    _let_in_only_with_a_place(membership.user, at)
    return membership


@transaction.atomic
def send_new_link(pk: int, *, by: Actor, at: datetime) -> None:
    """Another way in: the invitation again, or a new password for somebody who has been here before."""
    membership = _lock_colleague(pk, by)
    if not membership.is_active:
        raise Refused("This colleague is deactivated. Reactivate them first.")
    _require_home(membership)
    purpose = Purpose.INVITATION if membership.user.has_never_come else Purpose.NEW_PASSWORD
    ask_for_link(membership.user, purpose, by=by, at=at)


@transaction.atomic
def remove_second_factor(pk: int, *, by: Actor, at: datetime) -> None:
    """For somebody who lost their phone and their recovery codes. They set up a new one when they next sign in."""
    membership = _lock_colleague(pk, by)
    _require_home(membership)
    remove_second_factors(membership.user, by=by, at=at)


@transaction.atomic
def answer_invitation(pk: int, *, accept: bool, by: Actor, at: datetime) -> Membership:
    """Of an agency, to somebody who had an account already. Raises Membership.DoesNotExist."""
    awaited = Membership.objects.filter(user_id=by.user_id, accepted_at=None, deactivated_at=None)
    membership: Membership = awaited.select_for_update(of=("self",)).select_related("user", "agency").get(pk=pk)
    if accept:
        membership.accepted_at = at
    else:
        membership.deactivated_at = at
    return _save(f"invitation.{'accepted' if accept else 'declined'}", membership, by, at)


def _add(
    agency: Agency, email: str, roles: Collection[Role], units: Collection[Unit], by: Actor | None, at: datetime
) -> Membership:
    person, is_new = User.objects.get_or_create(email=email.lower())
    if there := agency.memberships.on(localdate(at)).filter(user=person).first():
        is_gone = "" if there.is_active else " They are deactivated: find them there and reactivate them."
        raise Refused(f"This person is already on your list of colleagues.{is_gone}")
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])

    membership = Membership.objects.create(
        user=person,
        agency=agency,
        roles=sorted(roles),
        valid_from=localdate(at),
        accepted_at=at if is_new else None,
    )
    membership.units.set(units)
    _record("colleague.invited", membership, by, at)
    _let_in_only_with_a_place(person, at)
    if is_new:
        ask_for_link(person, Purpose.INVITATION, by=by, at=at)
    return membership


def _lock_colleague(pk: int, by: Actor) -> Membership:
    Agency.objects.select_for_update().get(pk=by.agency_id)
    membership: Membership = (
        Membership.objects.select_for_update(of=("self", "user")).select_related("user", "agency").get(pk=pk)
    )
    access.require(by, Permission.MANAGE_COLLEAGUES, membership.relations_to(by))
    return membership


def _require_roles(agency: Agency, roles: Collection[Role]) -> None:
    given = rules.roles_given_by(AgencyKind(agency.kind), is_first_responder=agency.is_first_responder)
    if problem := rules.reason_not_to_give(roles, given):
        raise Refused(problem)


def _require_home(membership: Membership) -> None:
    """An account is looked after by the agency that brought it, and by no other that invited it later."""
    if membership.user.memberships.filter(pk__lt=membership.pk, deactivated_at=None).exists():
        raise Refused("Another agency looks after this account. You can change their roles here, or deactivate them.")


def _require_another_administrator(membership: Membership, at: datetime) -> None:
    others = queries.administrators(membership.agency_id, at=at).exclude(pk=membership.pk).count()
    problem = rules.reason_not_to_lose(
        is_administrator=Role.ADMINISTRATOR in membership.roles and membership.is_active, others=others
    )
    if problem:
        raise Refused(problem)


def _save(event: str, membership: Membership, by: Actor, at: datetime) -> Membership:
    """The version ends every session that acts under an older one: agencies/middleware.py."""
    membership.version += 1
    membership.save(update_fields=["roles", "accepted_at", "deactivated_at", "version"])
    _record(event, membership, by, at)
    return membership


def _let_in_only_with_a_place(person: User, at: datetime) -> None:
    has_place = person.memberships.on(localdate(at)).filter(deactivated_at=None).exists()
    if person.is_active != has_place:
        person.is_active = has_place
        person.save(update_fields=["is_active"])


def _record(event: str, membership: Membership, by: Actor | None, at: datetime) -> None:
    now = {
        "roles": sorted(membership.roles),
        "units": sorted(unit.pk for unit in membership.units.all()),
        "deactivated_at": membership.deactivated_at,
    }
    audit.record(Operation.SECURITY, event, membership.reference, by=by, at=at, changed=now)
