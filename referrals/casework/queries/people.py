"""Who may see a case, and why: the table of access, asked of everybody whom it could mean."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation, Role
from agencies.models import Membership, User
from agencies.statements import A_KEY, A_PERSON, ANOTHER_KEY, Statement
from referrals.enums import Status
from referrals.models import EmergencyOpening, Referral, Share

# Blanks for the keys of people.
AN_AUTHOR, A_HOLDER = -8_314_201, -8_314_202
# How somebody stands to a case through their agency. Whoever it is their own is found by name.
ONCE_LODGED = frozenset({Relation.REFERRING_AGENCY, Relation.OWNING_FORCE})
OF_A_DRAFT = frozenset({Relation.REFERRING_AGENCY, Relation.HANDED_TO_UNIT, Relation.LEFT_IN_UNIT})


@dataclass(frozen=True)
class Seer:
    """`relations`: how they stand to the case. `roles`: those by which that lets them in."""

    person: User
    agency: str
    agency_id: int
    relations: frozenset[Relation]
    roles: tuple[Role, ...]


def who_can_see(referral: Referral, on: date) -> list[Seer]:
    could = _could(Permission.SEE_REFERRAL, is_draft=referral.is_draft, on=on)
    found = [_seer(referral, membership) for membership in could.rows(_blanks(referral))]
    return [seer for seer in found if seer]


@dataclass(frozen=True)
class SeenBy:
    """How many of the force that has it, and the names of those who are not of it."""

    of_the_force: int
    others: list[str]


def seen_by(referral: Referral, on: date) -> SeenBy:
    """As `who_can_see`, for a line. A force has hundreds: whoever is the same to the case is looked at once."""
    could = _brief(Permission.SEE_REFERRAL, is_draft=referral.is_draft, on=on)
    its_own = {referral.author_id, referral.holder_id, *referral.barred_people}
    stand: dict[Actor, frozenset[Relation]] = {}
    of_the_force, others = 0, []
    for user_id, agency_id, roles, unit_ids, name, email in could.rows(_blanks(referral)):
        actor = Actor(
            user_id=user_id if user_id in its_own else A_PERSON,
            agency_id=agency_id,
            unit_ids=frozenset(unit_ids),
            roles=frozenset(map(Role, roles)),
        )
        if actor not in stand:
            stand[actor] = _sees_as(referral, actor)
        if Relation.OWNING_FORCE in stand[actor]:
            of_the_force += 1
        elif stand[actor]:
            others.append(name or email)
    return SeenBy(of_the_force, others)


def shared_now(referral: Referral, at: datetime) -> QuerySet[Share]:
    """What agencies beside it can see, or could as soon as they accept."""
    shares: QuerySet[Share] = Share.objects.filter(referral=referral).open_on(at)
    return shares.select_related("to_agency").order_by("ends_on", "pk")


def open_in_emergency(referral: Referral, at: datetime) -> QuerySet[EmergencyOpening]:
    return referral.emergency_openings.filter(ends_at__gt=at).select_related("person").order_by("ends_at", "pk")


def who_may_work_on(referral: Referral, on: date) -> list[User]:
    return [membership.user for membership in _who(referral, on, Permission.WORK_CASE)]


def who_has_casework(referral: Referral, people: Collection[int], on: date) -> list[User]:
    """Of some people, those who may open this case as those do who work on it. Nobody who is kept from it."""
    found = _who_could(referral, on, Permission.SEE_CASEWORK).filter(user__in=people)
    return [each.user for each in found if _may(each, Permission.SEE_CASEWORK, referral)]


def _who(referral: Referral, on: date, permission: Permission) -> list[Membership]:
    return [each for each in _who_could(referral, on, permission) if _may(each, permission, referral)]


def _who_could(referral: Referral, on: date, permission: Permission) -> QuerySet[Membership]:
    """Its own people, and those of the agencies that stand to it whose roles could do it there. One question."""
    grants = access.GRANTED[permission]
    granted = [
        grants[relation] for relation in grants if relation in (OF_A_DRAFT if referral.is_draft else ONCE_LODGED)
    ]
    roles = sorted(frozenset[Role]().union(*granted))
    its_agencies = Q(agency=referral.force_id) | Q(agency=referral.agency_id)
    its_own = Q(user__in=[person for person in (referral.author_id, referral.holder_id) if person])
    usable: QuerySet[Membership] = Membership.objects.usable(on).with_units(on)
    here = usable.filter(its_agencies & Q(roles__overlap=roles) | its_own)
    return here.select_related("user").order_by("user__sort_name", "pk")


def _of_any(*, is_draft: bool) -> Referral:
    of_any = Referral(force_id=A_KEY, agency_id=ANOTHER_KEY, author_id=AN_AUTHOR, holder_id=A_HOLDER)
    of_any.status = Status.DRAFT if is_draft else Status.TRIAGE
    return of_any


def _blanks(referral: Referral) -> dict[object, object]:
    own: dict[object, object] = {AN_AUTHOR: referral.author_id, A_HOLDER: referral.holder_id or 0}
    return {A_KEY: referral.force_id or 0, ANOTHER_KEY: referral.agency_id, **own}


@lru_cache(maxsize=20)
def _could(permission: Permission, *, is_draft: bool, on: date) -> Statement[Membership]:
    """Of any case, on one day."""
    return Statement(_who_could(_of_any(is_draft=is_draft), on, permission))


@lru_cache(maxsize=20)
def _brief(permission: Permission, *, is_draft: bool, on: date) -> Statement[Any]:
    """The same, with nothing but what says whether they may, and their name."""
    rows: QuerySet[Any] = _who_could(_of_any(is_draft=is_draft), on, permission)
    return Statement(rows.values_list("user", "agency", "roles", "unit_ids", "user__full_name", "user__email"))


def _may(membership: Membership, permission: Permission, referral: Referral) -> bool:
    actor = membership.actor
    return access.may(actor, permission, referral.relations_to(actor))


def _sees_as(referral: Referral, actor: Actor) -> frozenset[Relation]:
    return referral.relations_to(actor) & access.relations_that_allow(actor, Permission.SEE_REFERRAL)


def _seer(referral: Referral, membership: Membership) -> Seer | None:
    actor = membership.actor
    relations = _sees_as(referral, actor)
    if not relations:
        return None
    grants = access.GRANTED[Permission.SEE_REFERRAL]
    roles = tuple(role for role in Role if role in actor.roles and any(role in grants[each] for each in relations))
    return Seer(membership.user, str(membership.agency), membership.agency_id, relations, roles)
