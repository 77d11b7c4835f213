"""Which force receives a referral, which of its units, and who there answers for it being sent."""

from dataclasses import dataclass
from datetime import date, datetime

from agencies.access import FIRST_RESPONDERS, UNIT
from agencies.enums import AgencyKind, ListName, Role, UnitKind
from agencies.models import Agency, Membership, Unit, User
from agencies.refusals import Refused
from notifications.enums import NoticeKind
from notifications.kinds import KINDS
from referrals.dossier import Dossier
from referrals.enums import PlaceRole
from referrals.telling import Way, attributes, councils_of, way_of

NO_FORCE = (
    "No police force uses this service yet, so nobody would receive this. "
    "If they are in danger, call 999. If not, call 101 and tell the police, or the helpline on 08000 121 700."
)
WHICH_FORCE = (
    "Say in which town they are, so that the right police force receives this. "
    "If that cannot be known, call 101 and ask for the force where they are."
)
NO_UNIT = (
    "{force} has no unit that could receive this. "
    "If they are in danger, call 999. If not, call 101 and ask for whoever deals with modern slavery."
)
WAITS_THERE = "because the referral waits there for whoever takes it"
NO_RULE = "because no rule of the force says otherwise"
ONLY_WAITS = "is not told now: the referral waits there for whoever takes it"
NEXT = "if nobody before has answered: each has {minutes} minutes, and its duty supervisor {minutes} more"
# Who is asked first, where the unit has several.
BY_ROLE = (Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Receiver:
    """`owner` is None only where the force has nobody at all."""

    force: Agency
    unit: Unit
    owner: User | None


@dataclass(frozen=True)
class Told:
    """Somebody who is told, and why."""

    name: str
    why: str


def receiver_for(dossier: Dossier, lodger_id: int, today: date) -> Receiver:
    force = _force(dossier, today)
    unit = _unit(force, today)
    return Receiver(force, unit, _owner(force, unit, lodger_id, today))


def who_will_be_told(
    dossier: Dossier, receiver: Receiver, lodger_id: int, kind: NoticeKind, at: datetime
) -> list[Told]:
    """As the force's table of who is told says now. Whoever lodges it knows already, so nobody tells them."""
    way = way_of(dossier, kind, at, force_id=receiver.force.pk, unit_id=receiver.unit.pk)
    told = [Told(f"{name}, {receiver.force}", why) for name, why in _by_routing(way, receiver)]
    if receiver.owner and receiver.owner.pk != lodger_id:
        told.append(Told(str(receiver.owner), "because they answer for it being sent to the Home Office"))
    return told


def _by_routing(way: Way | None, receiver: Receiver) -> list[tuple[str, str]]:
    """Names of units, each with the reason."""
    if way is None:
        return [(receiver.unit.name, WAITS_THERE)]
    first, *following = way.names
    is_there = way.routed.units[0] == receiver.unit.pk
    rule = f"because of the force’s rule “{way.row_name}”" if way.row_name else ""
    why = rule or (WAITS_THERE if is_there else NO_RULE)
    if within := KINDS[way.kind].acknowledge_within:
        minutes = int(within.total_seconds() // 60)
        return [(first, why), *((name, NEXT.format(minutes=minutes)) for name in following)]
    return [(first, why), *([] if is_there else [(receiver.unit.name, ONLY_WAITS)])]


# The force


def _force(dossier: Dossier, today: date) -> Agency:
    """A police officer's own; for everybody else that of the place; otherwise the only one it can be."""
    agency = dossier.referral.agency
    if agency.kind == AgencyKind.POLICE:
        return agency
    forces = list(Agency.objects.on(today).filter(kind=AgencyKind.POLICE))
    if not forces:
        raise Refused(NO_FORCE)
    return _of_the_place(dossier, forces, today) or _only_one(forces, today)


def _of_the_place(dossier: Dossier, forces: list[Agency], today: date) -> Agency | None:
    """Where they are now, then where they were found."""
    towns = [dossier.safety.town, *(place.town for place in dossier.uk_places if place.role == PlaceRole.FOUND)]
    councils = councils_of(towns, dossier.safety.region, today)
    by_code = {force.code: force for force in forces}
    codes = attributes(ListName.COUNCILS, councils, "force")
    return next((by_code[code] for code in codes if code in by_code), None)


def _only_one(forces: list[Agency], today: date) -> Agency:
    ready = [force for force in forces if force.units.on(today).filter(kind=UnitKind.MODERN_SLAVERY).exists()]
    candidates = ready or forces
    if len(candidates) > 1:
        raise Refused(WHICH_FORCE)
    return candidates[0]


# The unit, and the person


def _unit(force: Agency, today: date) -> Unit:
    units = list(force.units.on(today))
    if not units:
        raise Refused(NO_UNIT.format(force=force))
    return next((unit for unit in units if unit.kind == UnitKind.MODERN_SLAVERY), units[0])


def _owner(force: Agency, unit: Unit, lodger_id: int, today: date) -> User | None:
    """The lodger, where they are a first responder of that force; otherwise somebody of the unit, then of the force."""
    here = Membership.objects.usable(today).filter(agency=force).select_related("user")
    lodger = here.filter(user=lodger_id, roles__overlap=list(FIRST_RESPONDERS)).first()
    if lodger:
        return lodger.user
    of_unit = here.filter(units=unit, roles__overlap=list(UNIT))
    others = here.filter(roles__overlap=list(FIRST_RESPONDERS))
    ranked = [*sorted(of_unit, key=_rank), *sorted(others, key=_rank)]
    return ranked[0].user if ranked else None


def _rank(membership: Membership) -> tuple[int, str]:
    places = [BY_ROLE.index(Role(role)) for role in membership.roles if role in BY_ROLE]
    return min(places, default=len(BY_ROLE)), membership.user.sort_name
