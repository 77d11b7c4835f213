"""What made-up cases stand on: a force with its people and units, lists of towns and nationalities, references."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies.enums import AgencyKind, ListName, Role, UnitKind
from agencies.models import Agency, Area, ListedValue, Membership, Unit, User
from referrals.demonstration.generated import words
from referrals.rules.reference import ALPHABET, check_letter
from referrals.rules.route import RouteFacts, route_for

# So that nobody has more referrals than a working life could hold.
CASES_OF_AN_OFFICER, CASES_OF_A_MANAGER = 250, 5_000
MADE_UP = "@made-up.example"
BITS, HALF = 30, 15
# Of how many references a seed may dispose: 1,024 seeds share all of a year.
OF_A_SEED = 20


@dataclass(frozen=True)
class Ground:
    seed: int
    now: datetime
    force: Agency
    partner: Agency
    unit: int
    other_units: list[int]
    officers: list[int]
    partners: list[int]
    managers: list[int]
    supervisors: list[int]
    towns: list[str]
    # Of the force, by the code of a town. A town that is not here lies in none.
    areas: dict[str, str]
    labels: dict[str, str]
    nationalities: list[str]

    def reference(self, number: int, year: int) -> str:
        """As a real one looks, and never one twice: each number of each seed leads to another."""
        return f"MS-{year % 100:02}-{_letters(_mixed((self.seed << OF_A_SEED) + number))}"


def _mixed(number: int) -> int:
    """Every number below a thousand million to another one, in no order that can be seen."""
    number %= 1 << BITS
    for _ in range(2):
        number = number * 0x2545F491 % (1 << BITS)
        number ^= number >> HALF
    return number


def _letters(number: int) -> str:
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(0, BITS, 5))
    return letters + check_letter(letters)


def ground_for(count: int, *, seed: int, now: datetime) -> Ground:
    force = Agency.objects.filter(kind=AgencyKind.POLICE).earliest("pk")
    partner = Agency.objects.filter(kind=AgencyKind.COUNCIL, is_first_responder=True).order_by("pk").first() or force
    units = Unit.objects.filter(agency=force)
    unit = units.get(kind=UnitKind.MODERN_SLAVERY)
    officers = _people(force, Role.FIRST_RESPONDER)
    managers = _people(force, Role.CASE_MANAGER)
    officers += _more(force, Role.FIRST_RESPONDER, count // CASES_OF_AN_OFFICER, seed, now)
    managers += _more(force, Role.CASE_MANAGER, count // CASES_OF_A_MANAGER, seed, now, unit)
    areas, labels = _places(force, now)
    return Ground(
        seed=seed,
        now=now,
        force=force,
        partner=partner,
        unit=unit.pk,
        other_units=list(units.exclude(pk=unit.pk).order_by("pk").values_list("pk", flat=True)) or [unit.pk],
        officers=officers,
        partners=_people(partner, Role.PARTNER_RESPONDER) or officers,
        managers=managers,
        supervisors=_people(force, Role.SUPERVISOR) or managers,
        towns=sorted(areas) or sorted(labels),
        areas=areas,
        labels=labels,
        nationalities=_nationalities(),
    )


def _people(agency: Agency, role: Role) -> list[int]:
    members = Membership.objects.filter(agency=agency, roles__contains=[role], deactivated_at=None)
    members = members.exclude(user__email__endswith=MADE_UP)
    return list(members.order_by("pk").values_list("user_id", flat=True))


def _more(agency: Agency, role: Role, number: int, seed: int, now: datetime, unit: Unit | None = None) -> list[int]:
    """Made-up colleagues who cannot sign in: those of this seed, and new ones where they are not enough."""
    addresses = [f"{role.lower()}.{seed}.{each}{MADE_UP}" for each in range(number)]
    known = dict(User.objects.filter(email__in=addresses).values_list("email", "pk"))
    for address in addresses:
        if address not in known:
            known[address] = _colleague(agency, role, address, now, unit).pk
    return [known[address] for address in addresses]


def _colleague(agency: Agency, role: Role, address: str, now: datetime, unit: Unit | None) -> User:
    number = sum(address.encode())
    user = User(email=address, full_name=f"{words.GIVEN[number % len(words.GIVEN)]} {words.FAMILY[number % 97]}")
    user.set_unusable_password()
    user.save()
    member = Membership.objects.create(
        user=user, agency=agency, roles=[role], accepted_at=now, valid_from=localdate(now)
    )
    if unit:
        member.units.add(unit)
    return user


def _places(force: Agency, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    lies_in = {
        council: area.code for area in Area.objects.on(localdate(now)).filter(force=force) for council in area.councils
    }
    towns = list(_listed(ListName.TOWNS).values_list("code", "label", "attributes"))
    areas = {
        code: lies_in[council] for code, _, known in towns if (council := str(known.get("council", ""))) in lies_in
    }
    return areas, {code: label for code, label, _ in towns}


def _nationalities() -> list[str]:
    """Each as often as its share, of those that the list knows; then a few of all the others."""
    codes = list(_listed(ListName.NATIONALITIES).values_list("code", flat=True))
    common = [code for code, share in words.NATIONALITIES.items() if code in codes for _ in range(share)]
    return common + codes[:: max(1, len(codes) // 15)]


def _listed(name: ListName) -> QuerySet[ListedValue]:
    return ListedValue.objects.filter(list_name=name).order_by("sort_order", "code")


@cache
def route_of(facts: RouteFacts) -> str:
    return route_for(facts).route.value
