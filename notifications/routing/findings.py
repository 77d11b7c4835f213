"""What an administrator should look at: overlaps, gaps, dead mailboxes, what has ended, what went by the fallback."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from agencies.enums import AgencyKind
from agencies.models import Agency, Membership, Unit
from agencies.people.queries import NEVER_CAME
from notifications.enums import NoticeKind, Sending
from notifications.models import Message, Notice, RoutingRow
from notifications.routing import checking, queries
from notifications.routing.rules import NoFallback, Row, Table

LATELY = timedelta(days=28)
MOST_SHOWN = 30
NEWEST = 15
MOST_NAMED = 4
DEAD = (Sending.ADDRESS_REFUSED, Sending.FAILED)


@dataclass(frozen=True)
class Point:
    """A sentence, and where to do something about it."""

    sentence: str
    href: str = ""


@dataclass(frozen=True)
class Finding:
    """`is_quiet`: as intended, or nothing to do at once."""

    heading: str
    about: str
    points: list[Point]
    is_quiet: bool = False

    @property
    def first_points(self) -> list[Point]:
        return self.points[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.points) - len(self.first_points)


def findings(agency: Agency, at: datetime) -> list[Finding]:
    """All that were looked for, those with nothing to say as well."""
    today, units = localdate(at), queries.units_of(agency, localdate(at))
    rows = queries.rows_on(agency.pk, today)
    found = [_dead(units, at), _ended(agency.pk, rows, today)]
    try:
        table = queries.table_of(agency.pk, at)
    except NoFallback:
        nobody = Finding(
            "There is no unit", "Nobody could be told of anything.", [Point("Ask for a unit to be loaded.")]
        )
        return [nobody, *found]
    return [*found, *_of_table(table, agency.pk, rows, today), _by_fallback(agency, at)]


# The table


def _of_table(table: Table, agency_id: int, rows: Sequence[RoutingRow], today: date) -> list[Finding]:
    areas = queries.areas_on(agency_id, today)
    codes = {code for row in rows for code in row.agency_codes}
    kinds = {code: AgencyKind(kind) for code, kind in Agency.objects.filter(code__in=codes).values_list("code", "kind")}
    checked = checking.check(table, list(areas), kinds, today)
    unmanned = checking.off_duty(table, today)
    urgent = [each for each in unmanned if each.must_be_answered]
    waiting = [each for each in unmanned if not each.must_be_answered]
    covered = [
        _row_point(each.row, f"“{each.row.name}” decides nothing{_because(each.by)}") for each in checked.covered
    ]
    overlaps = _overlap_points([each for each in checked.overlaps if not each.is_exception])
    exceptions = [
        _row_point(each.first, f"“{each.first.name}” is an exception to “{each.second.name}”.")
        for each in checked.overlaps
        if each.is_exception
    ]
    return [
        Finding("Rows that decide nothing", "A row above fits all their cases.", covered),
        Finding(
            "Rows that overlap",
            "They fit some of the same cases, with other units, and the upper one decides. Is it the one you mean?",
            overlaps,
        ),
        Finding("Gaps", "No row fits, so the fallback decides.", _gap_points(checked.gaps, areas)),
        Finding("Nobody on duty", "What must be answered then reaches units that are off duty.", _off_duty(urgent)),
        Finding("Off duty, and waits", "What nobody has to answer waits until then.", _off_duty(waiting), True),
        Finding("Exceptions", "A row for special cases stands above the general one, as it should.", exceptions, True),
    ]


def _because(rows: Sequence[Row]) -> str:
    return f": its cases are decided by {_named(rows)}." if rows else "."


def _overlap_points(overlaps: Sequence[checking.Overlap]) -> list[Point]:
    """One for each upper row."""
    lower: dict[Row, list[Row]] = defaultdict(list)
    for each in overlaps:
        lower[each.first].append(each.second)
    return [_row_point(first, f"“{first.name}” decides before {_named(rows)}.") for first, rows in lower.items()]


def _named(rows: Sequence[Row]) -> str:
    """The first few of them."""
    names = [f"“{row.name}”" for row in rows]
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _row_point(row: Row, sentence: str) -> Point:
    return Point(sentence, reverse("change-routing-row", args=[row.key]))


def _gap_points(gaps: Sequence[checking.Gap], areas: Mapping[str, str]) -> list[Point]:
    points = []
    for (kind, is_partial), where in checking.grouped(gaps).items():
        is_everywhere = len(where) == len(areas) + 1
        places = "everywhere" if is_everywhere else ", ".join(areas.get(code, "place not known") for code in where)
        points.append(Point(f"{'Some of: ' if is_partial else ''}{NoticeKind(kind).label} ({places})"))
    return points


def _off_duty(found: Iterable[checking.OffDuty]) -> list[Point]:
    return [_row_point(each.row, f"“{each.row.name}”: {', '.join(each.when)}") for each in found]


# Units


def _dead(units: Sequence[Unit], at: datetime) -> Finding:
    peopled, refused = _with_members(units, at), _refused(units)
    points = []
    for unit in units:
        href = reverse("unit", args=[unit.pk])
        if not unit.mailbox:
            points.append(Point(f"{unit.name} has no mailbox.", href))
        if unit.pk in refused:
            points.append(Point(f"{unit.name}: the last message to {unit.mailbox} did not get there.", href))
        if unit.pk not in peopled:
            points.append(Point(f"{unit.name} has nobody in it. A supervisor is told instead.", reverse("colleagues")))
    return Finding("Units that cannot be reached", "What is for them reaches others, or waits.", points)


def _with_members(units: Sequence[Unit], at: datetime) -> set[int]:
    usable = Membership.objects.usable(localdate(at)).exclude(NEVER_CAME)
    return set(usable.filter(units__in=units).values_list("units", flat=True))


def _refused(units: Sequence[Unit]) -> set[int]:
    """Where the newest message whose fate is known did not arrive."""
    told = Message.objects.filter(unit__in=units).exclude(outcome__in=[Sending.WAITING, Sending.CANCELLED])
    newest = told.order_by("unit_id", "-posted_at", "-pk").distinct("unit_id").values_list("unit_id", "outcome")
    return {unit for unit, outcome in newest if unit and outcome in DEAD}


def _ended(agency_id: int, rows: Sequence[RoutingRow], today: date) -> Finding:
    areas, current, units = queries.areas_of(agency_id), queries.areas_on(agency_id, today), queries.units_in(rows)
    said: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        said[row.pk] += [areas.get(code, code) for code in row.areas if code not in current]
        told = (units[key] for key in queries.told_by(row))
        said[row.pk] += [unit.name for unit in told if unit.valid_to and unit.valid_to < today]
    points = [
        Point(f"“{row.name}”: {', '.join(said[row.pk])}", reverse("change-routing-row", args=[row.pk]))
        for row in rows
        if said[row.pk]
    ]
    return Finding("Rows with areas or units that have ended", "They fit nothing there any more.", points)


def _by_fallback(agency: Agency, at: datetime) -> Finding:
    lately = Notice.objects.filter(is_by_fallback=True, unit__agency=agency, posted_at__gte=at - LATELY)
    shown = lately.select_related("unit").order_by("-posted_at", "-pk")[:NEWEST]
    points = [
        Point(f"{notice.reference}, {on_day(notice)}: {notice.get_kind_display()}, to {notice.unit}")
        for notice in shown
    ]
    about = f"{lately.count()} in four weeks. No row fitted; the newest come first."
    return Finding("Told by the fallback", about, points, is_quiet=True)


def on_day(notice: Notice) -> str:
    return f"{localtime(notice.posted_at):%a %-d %b, %H:%M}"
