"""Which units are told of something, in which order. The table is read from top to bottom, and the first row that fits
decides; where none fits, the fallback does. There is never nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from agencies.enums import AgencyKind
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.kinds import KINDS
from notifications.routing.hours import Span, is_on_duty

# What is told to a unit about a case. Everything else is for named people.
ROUTED = (
    NoticeKind.LODGED_URGENT,
    NoticeKind.LODGED,
    NoticeKind.SECOND_CHECK,
    NoticeKind.SECOND_READER,
    NoticeKind.APPROVAL_ASKED,
    NoticeKind.ADDED_TO,
    NoticeKind.QUESTION_ANSWERED,
    NoticeKind.FILE_INFECTED,
    NoticeKind.DEADLINE_NEAR,
    NoticeKind.DEADLINE_PASSED,
    NoticeKind.CLOCK_BREACHED,
)


class NoFallback(ValueError):
    """There is no unit that could be told where no row fits."""


@dataclass(frozen=True)
class Facts:
    """What happened, to whom, where, and who refers. `at` is local time. `area` is empty where it is not known."""

    kind: NoticeKind
    at: datetime
    area: str = ""
    exploitation: frozenset[ExploitationGroup] = frozenset()
    age: Age = Age.NOT_KNOWN
    risk: Risk = Risk.NOT_SURE
    agency_kind: AgencyKind = AgencyKind.POLICE
    agency_code: str = ""

    @property
    def exploitation_groups(self) -> frozenset[ExploitationGroup]:
        return self.exploitation or frozenset({ExploitationGroup.NOT_KNOWN})


@dataclass(frozen=True)
class Row:
    """An empty condition holds for everything. `units` in the order in which they are told."""

    key: int
    name: str
    units: tuple[int, ...]
    kinds: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    exploitation: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    agency_kinds: frozenset[str] = frozenset()
    agency_codes: frozenset[str] = frozenset()

    def fits(self, facts: Facts) -> bool:
        """Several kinds of exploitation: one of them is enough."""
        asked = (
            (self.kinds, {facts.kind}),
            (self.areas, {facts.area}),
            (self.exploitation, facts.exploitation_groups),
            (self.ages, {facts.age}),
            (self.risks, {facts.risk}),
            (self.agency_kinds, {facts.agency_kind}),
            (self.agency_codes, {facts.agency_code}),
        )
        return all(not wanted or not wanted.isdisjoint(given) for wanted, given in asked)


@dataclass(frozen=True)
class Teller:
    """A unit as routing sees it. `duty` empty: on duty at all times."""

    key: int
    name: str
    agency_kind: AgencyKind
    valid_from: date
    valid_to: date | None = None
    duty: tuple[Span, ...] = ()

    @property
    def may_ever_be_told(self) -> bool:
        """Immigration enforcement is told of nothing."""
        return self.agency_kind != AgencyKind.IMMIGRATION

    def may_be_told(self, on: date) -> bool:
        is_there = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return self.may_ever_be_told and is_there


@dataclass(frozen=True)
class Table:
    """Rows from top to bottom. `units`: all that a row or the fallback names. Raises NoFallback."""

    rows: tuple[Row, ...]
    fallback: tuple[int, ...]
    units: Mapping[int, Teller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not any(key in self.units and self.units[key].may_ever_be_told for key in self.fallback):
            raise NoFallback

    def tellers(self, units: tuple[int, ...], on: date) -> list[Teller]:
        return [self.units[key] for key in units if key in self.units and self.units[key].may_be_told(on)]


@dataclass(frozen=True)
class Routed:
    """`units` is never empty: the first is told, the others in turn if nobody answers. `row` is what decided."""

    units: tuple[int, ...]
    row: int | None = None

    @property
    def is_by_fallback(self) -> bool:
        return self.row is None


def route(table: Table, facts: Facts) -> Routed:
    today = facts.at.date()
    for row in table.rows:
        if row.fits(facts) and (told := table.tellers(row.units, today)):
            return Routed(_on_duty_first(told, facts.at), row.key)
    return Routed(_by_fallback(table, facts))


def _on_duty_first(told: list[Teller], at: datetime) -> tuple[int, ...]:
    """So another unit is told first at night. Whoever is not on duty comes after those who are."""
    return tuple(unit.key for unit in sorted(told, key=lambda unit: not is_on_duty(unit.duty, at)))


def _by_fallback(table: Table, facts: Facts) -> tuple[int, ...]:
    """What nobody has to answer waits for the first unit, on duty or not. Better a unit that has ended than nobody."""
    there = table.tellers(table.fallback, facts.at.date())
    told = there or [table.units[key] for key in table.fallback if table.units[key].may_ever_be_told]
    if KINDS[facts.kind].acknowledge_within:
        return _on_duty_first(told, facts.at)
    return tuple(unit.key for unit in told)
