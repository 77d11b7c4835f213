"""What is wrong with a table, found by trying every case that its rows tell apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from agencies.enums import AgencyKind
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.kinds import KINDS
from notifications.routing import hours
from notifications.routing.rules import ROUTED, Row, Table

# A set of rows, one bit for each: the lowest bit is the row that decides.
Mask = int
NOWHERE = ""


@dataclass(frozen=True)
class Covered:
    """A row that decides nothing, because rows above it decide all that it is for."""

    row: Row
    by: tuple[Row, ...]


@dataclass(frozen=True)
class Overlap:
    """Two rows with different units that fit the same cases. `is_exception`: all of the first one's."""

    first: Row
    second: Row
    is_exception: bool


@dataclass(frozen=True)
class Gap:
    """What goes by the fallback. `area` is empty where the place is not known. `is_partial`: only some such cases."""

    kind: NoticeKind
    area: str
    is_partial: bool


@dataclass(frozen=True)
class OffDuty:
    """When no unit of a row is on duty. `must_be_answered`: somebody has to say then that they have it."""

    row: Row
    when: tuple[str, ...]
    must_be_answered: bool


@dataclass(frozen=True)
class Checked:
    covered: tuple[Covered, ...]
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]


def check(table: Table, areas: Sequence[str], agencies: Mapping[str, AgencyKind], on: date) -> Checked:
    """`areas` of the force, and the kinds of `agencies` that rows name."""
    rows = [row for row in table.rows if table.tellers(row.units, on)]
    masks = _masks(rows, areas, agencies)
    seen = set().union(*masks.values()) if masks else set()
    return Checked(tuple(_covered(rows, seen)), tuple(_overlaps(rows, seen)), tuple(_gaps(masks)))


def off_duty(table: Table, on: date) -> list[OffDuty]:
    found = []
    for row in table.rows:
        told = table.tellers(row.units, on)
        when = tuple(hours.in_words(gap) for gap in hours.nobody_there([unit.duty for unit in told]))
        if told and when:
            kinds = [NoticeKind(kind) for kind in row.kinds] or ROUTED
            found.append(OffDuty(row, when, any(KINDS[kind].acknowledge_within for kind in kinds)))
    return found


def _masks(
    rows: Sequence[Row], areas: Sequence[str], agencies: Mapping[str, AgencyKind]
) -> dict[tuple[NoticeKind, str], set[Mask]]:
    """For each event and area, which sets of rows fit a case together."""
    fit = [row.exploitation for row in rows]
    one_kind = [_fitting(fit, {group}) for group in ExploitationGroup]
    everything = _fitting(fit, set(ExploitationGroup) - {ExploitationGroup.NOT_KNOWN})
    others = [
        {*one_kind, everything},
        {_fitting([row.ages for row in rows], {age}) for age in Age},
        {_fitting([row.risks for row in rows], {risk}) for risk in Risk},
        {
            _fitting([row.agency_kinds for row in rows], {kind}) & _fitting([row.agency_codes for row in rows], {code})
            for code, kind in [*agencies.items(), *((NOWHERE, kind) for kind in AgencyKind)]
        },
    ]
    rest = {_all(masks) for masks in product(*others)}
    found = {}
    for kind, area in product(ROUTED, [*areas, NOWHERE]):
        here = _fitting([row.kinds for row in rows], {kind}) & _fitting([row.areas for row in rows], {area})
        found[kind, area] = {here & mask for mask in rest}
    return found


def _fitting(wanted: Iterable[frozenset[str]], given: Iterable[str]) -> Mask:
    values = set(given)
    return sum(1 << number for number, each in enumerate(wanted) if not each or each & values)


def _all(masks: Iterable[Mask]) -> Mask:
    found = -1
    for mask in masks:
        found &= mask
    return found


def _first(mask: Mask) -> int:
    return (mask & -mask).bit_length() - 1


def _covered(rows: Sequence[Row], seen: set[Mask]) -> Iterable[Covered]:
    deciding = {_first(mask) for mask in seen if mask}
    for number, row in enumerate(rows):
        if number not in deciding:
            by = sorted({_first(mask) for mask in seen if mask >> number & 1})
            yield Covered(row, tuple(rows[each] for each in by))


def _overlaps(rows: Sequence[Row], seen: set[Mask]) -> Iterable[Overlap]:
    """A row that decides nothing is said to be covered, and no more of it."""
    deciding = sorted({_first(mask) for mask in seen if mask})
    for first, second in combinations(deciding, 2):
        together = [mask >> second & 1 for mask in seen if mask >> first & 1]
        if any(together) and rows[first].units != rows[second].units:
            yield Overlap(rows[first], rows[second], is_exception=all(together))


def _gaps(masks: Mapping[tuple[NoticeKind, str], set[Mask]]) -> Iterable[Gap]:
    for (kind, area), here in masks.items():
        if 0 in here:
            yield Gap(kind, area, is_partial=len(here) > 1)


def grouped(gaps: Iterable[Gap]) -> dict[tuple[NoticeKind, bool], list[str]]:
    """The areas of each event, those where all of it and those where some of it goes by the fallback."""
    found: dict[tuple[NoticeKind, bool], list[str]] = defaultdict(list)
    for gap in gaps:
        found[gap.kind, gap.is_partial].append(gap.area)
    return dict(found)
