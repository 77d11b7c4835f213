"""Which force receives a referral, which of its units, and who there answers for it being sent."""

from dataclasses import dataclass
from datetime import date

from agencies.access import FIRST_RESPONDERS, UNIT
from agencies.enums import AgencyKind, ListName, Role, UnitKind
from agencies.models import Agency, ListedValue, Membership, Unit, User
from agencies.reference.queries import meant
from agencies.refusals import Refused
from referrals.dossier import Dossier
from referrals.enums import PlaceRole

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


def who_will_be_told(receiver: Receiver, lodger_id: int) -> list[Told]:
    """Whoever lodges it knows already, so nobody tells them."""
    told = [Told(f"{receiver.unit}, {receiver.force}", "because the referral waits there for whoever takes it")]
    if receiver.owner and receiver.owner.pk != lodger_id:
        told.append(Told(str(receiver.owner), "because they answer for it being sent to the Home Office"))
    return told


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
    councils = [*_attributes(ListName.TOWNS, towns, "council"), _council_of_region(dossier.safety.region, today)]
    by_code = {force.code: force for force in forces}
    codes = _attributes(ListName.COUNCILS, councils, "force")
    return next((by_code[code] for code in codes if code in by_code), None)


def _only_one(forces: list[Agency], today: date) -> Agency:
    ready = [force for force in forces if force.units.on(today).filter(kind=UnitKind.MODERN_SLAVERY).exists()]
    candidates = ready or forces
    if len(candidates) > 1:
        raise Refused(WHICH_FORCE)
    return candidates[0]


def _attributes(list_name: ListName, codes: list[str], name: str) -> list[str]:
    """One fact about each of several values of a list, in the order asked."""
    values = ListedValue.objects.filter(list_name=list_name, code__in=codes)
    facts = {value.code: str(value.attributes.get(name, "")) for value in values}
    return [facts.get(code, "") for code in codes]


def _council_of_region(region: str, today: date) -> str:
    """A county goes by the name of its council."""
    label = ListedValue.objects.label_of(ListName.REGIONS, region) if region else ""
    found = meant(ListName.COUNCILS, label, on=today) if label else []
    return found[0].code if found else ""


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
