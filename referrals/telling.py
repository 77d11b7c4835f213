"""Which unit is told of a case: what the force's routing table says of it, from what is known of it now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from agencies.enums import AgencyKind, ListName, Role
from agencies.models import Area, ListedValue, Membership
from agencies.reference.queries import meant
from notifications import actions as notifications
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.kinds import KINDS
from notifications.models import RoutingRow
from notifications.routing.queries import table_of
from notifications.routing.rules import Facts, NoFallback, Routed, Table, route
from referrals.dossier import Dossier
from referrals.enums import Danger, Exploitation, PlaceRole
from referrals.models import Place, Referral, Safety, Situation
from victims.enums import AgeGroup
from victims.models import AgeEntry
from victims.rules.age import treated_as

GROUPS: dict[Exploitation, ExploitationGroup] = {
    Exploitation.FORCED_WORK: ExploitationGroup.LABOUR,
    Exploitation.WAGES_TAKEN: ExploitationGroup.LABOUR,
    Exploitation.FRAUD: ExploitationGroup.LABOUR,
    Exploitation.PROSTITUTION: ExploitationGroup.SEXUAL,
    Exploitation.CHILD_SEXUAL: ExploitationGroup.SEXUAL,
    Exploitation.HELD: ExploitationGroup.SEXUAL,
    Exploitation.FORCED_CRIME: ExploitationGroup.CRIMINAL,
    Exploitation.ORGANS: ExploitationGroup.ORGANS,
    Exploitation.SERVITUDE: ExploitationGroup.DOMESTIC,
    Exploitation.OTHER: ExploitationGroup.OTHER,
}
AGES: dict[AgeGroup | None, Age] = {
    AgeGroup.ADULT: Age.ADULT,
    AgeGroup.CHILD: Age.CHILD,
    AgeGroup.UNSURE: Age.UNSURE,
    None: Age.NOT_KNOWN,
}
RISKS: dict[str, Risk] = {
    Danger.STILL_IN_IT: Risk.STILL_IN_IT,
    Danger.AT_RISK: Risk.AT_RISK,
    Danger.SAFE_NOW: Risk.SAFE_NOW,
    Danger.NOT_SURE: Risk.NOT_SURE,
    "": Risk.NOT_SURE,
}


@dataclass(frozen=True)
class Way:
    """The table that was asked, and what it said."""

    table: Table
    routed: Routed
    kind: NoticeKind

    @property
    def names(self) -> list[str]:
        """Of the units, in the order in which they are told."""
        return [self.table.units[key].name for key in self.routed.units]

    @property
    def row_name(self) -> str:
        """Empty where no row fits."""
        return next((row.name for row in self.table.rows if row.key == self.routed.row), "")


def tell_unit(
    case: Referral | Dossier, kind: NoticeKind, occasion: str, at: datetime, people: Iterable[int | None] = ()
) -> None:
    """Tells the first unit that routing names, and people beside it. Those that follow are told if nobody answers.

    Of a draft no force knows yet, so the unit that has it is told.
    """
    way, referral = way_of(case, kind, at), _referral(case)
    own = (referral.unit_id,) if referral.unit_id else ()
    _post(referral, kind, occasion, at, people, way, units=way.routed.units[:1] if way else own)


def tell_people(referral: Referral, kind: NoticeKind, occasion: str, at: datetime, people: Sequence[int]) -> None:
    """Tells people only. What they must answer climbs to the units that routing names."""
    way = way_of(referral, kind, at) if KINDS[kind].acknowledge_within else None
    _post(referral, kind, occasion, at, people, way)


def tell_supervisors(
    referral: Referral, kind: NoticeKind, occasion: str, at: datetime, but_not: Collection[int | None]
) -> None:
    """Of the unit; where it has none, of the force. Where there is nobody, the unit hears that somebody is missing."""
    usable = Membership.objects.usable(localdate(at)).filter(
        agency=referral.force_id, roles__contains=[Role.SUPERVISOR]
    )
    of_unit = usable.filter(units=referral.unit_id)
    people = (of_unit if of_unit.exists() else usable).values_list("user_id", flat=True)
    told = [person for person in people if person not in but_not]
    if told:
        tell_people(referral, kind, occasion, at, told)
    else:
        tell_unit(referral, kind, occasion, at)


def _post(
    referral: Referral,
    kind: NoticeKind,
    occasion: str,
    at: datetime,
    people: Iterable[int | None],
    way: Way | None,
    units: Sequence[int] = (),
) -> None:
    following = [unit for unit in way.routed.units if unit not in units] if way else []
    row = way.routed.row if way and units else None
    notifications.post(
        kind,
        referral.reference,
        occasion=occasion,
        at=at,
        units=units,
        people=[person for person in people if person],
        then=following,
        climbs_in=referral.force_id if way else None,
        row=RoutingRow(pk=row) if row else None,
        is_by_fallback=bool(way and units and row is None),
    )


def way_of(
    case: Referral | Dossier,
    kind: NoticeKind,
    at: datetime,
    *,
    force_id: int | None = None,
    unit_id: int | None = None,
) -> Way | None:
    """Over the table of the force that has the case, or that would get it. None: there is no unit to tell."""
    referral = _referral(case)
    force, unit = force_id or referral.force_id, unit_id or referral.unit_id
    if force is None or unit is None:
        return None
    try:
        table = table_of(force, at, unit)
    except NoFallback:
        return None
    return Way(table, route(table, facts_of(case, kind, at, force_id=force)), kind)


def _referral(case: Referral | Dossier) -> Referral:
    return case.referral if isinstance(case, Dossier) else case


# What routing asks of a case


@dataclass(frozen=True)
class _Known:
    """`towns` and `region`: where they are now, then where they were found."""

    danger: str
    towns: Sequence[str]
    region: str
    kinds: Collection[str]
    age: AgeGroup | None


def facts_of(case: Referral | Dossier, kind: NoticeKind, at: datetime, *, force_id: int | None = None) -> Facts:
    """A dossier that is at hand saves reading."""
    referral, today = _referral(case), localdate(at)
    known = _in_dossier(case, today) if isinstance(case, Dossier) else _read(case, today)
    force = force_id or referral.force_id
    return Facts(
        kind=kind,
        at=localtime(at),
        area=_area(force, known, today) if force else "",
        exploitation=frozenset(GROUPS[Exploitation(named)] for named in known.kinds),
        age=AGES[known.age],
        risk=RISKS[known.danger],
        agency_kind=AgencyKind(referral.agency.kind),
        agency_code=referral.agency.code,
    )


def _in_dossier(dossier: Dossier, today: date) -> _Known:
    found = [place.town for place in dossier.uk_places if place.role == PlaceRole.FOUND]
    return _Known(
        danger=dossier.safety.danger,
        towns=[dossier.safety.town, *found],
        region=dossier.safety.region,
        kinds={named for situation in dossier.situations for named in situation.kinds},
        age=dossier.age(today),
    )


def _read(referral: Referral, today: date) -> _Known:
    """What a dossier would say of it, in few queries."""
    safety = Safety.objects.filter(referral=referral).first() or Safety()
    here = Place.objects.filter(Q(only_for=None) | Q(only_for=referral), encounter=referral.encounter_id)
    found = [place.town for place in here if place.role == PlaceRole.FOUND and not place.is_overseas]
    kinds = Situation.objects.filter(referral=referral).values_list("kinds", flat=True)
    last = AgeEntry.objects.filter(person=referral.person_id).last()
    age = treated_as(referral.person.age_now, referral.person.born_on, last.step if last else "", today)
    return _Known(
        danger=safety.danger,
        towns=[safety.town, *found],
        region=safety.region,
        kinds={named for named_here in kinds for named in named_here},
        age=age,
    )


# Where


def area_of(dossier: Dossier, today: date) -> str:
    """The area of the force that has it in which they are, or were found. Empty: none that is known."""
    return _area(dossier.referral.force_id, _in_dossier(dossier, today), today) if dossier.referral.force_id else ""


def _area(force_id: int, known: _Known, today: date) -> str:
    """The first place that lies in an area of the force."""
    lies_in = {
        council: area.code for area in Area.objects.on(today).filter(force=force_id) for council in area.councils
    }
    if not lies_in:
        return ""
    councils = councils_of(known.towns, known.region, today)
    return next((lies_in[council] for council in councils if council in lies_in), "")


def councils_of(towns: Sequence[str], region: str, today: date) -> list[str]:
    """Of each town, then of the region."""
    return [*attributes(ListName.TOWNS, towns, "council"), _council_of_region(region, today)]


def attributes(list_name: ListName, codes: Sequence[str], name: str) -> list[str]:
    """One fact about each of several values of a list, in the order asked."""
    wanted = {code for code in codes if code}
    values = ListedValue.objects.filter(list_name=list_name, code__in=wanted) if wanted else []
    facts = {value.code: str(value.attributes.get(name, "")) for value in values}
    return [facts.get(code, "") for code in codes]


def _council_of_region(region: str, today: date) -> str:
    """A county goes by the name of its council."""
    label = ListedValue.objects.label_of(ListName.REGIONS, region) if region else ""
    found = meant(ListName.COUNCILS, label, on=today) if label else []
    return found[0].code if found else ""
