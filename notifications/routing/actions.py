"""Changing who is told: rows of a force's table, and where its units are reached.

Each locks the agency first, so that two administrators cannot move rows past one another at the same moment.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency, DutyHours, Unit
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from notifications.models import RoutingRow, RoutingStep
from notifications.routing.hours import Span
from notifications.routing.queries import CONDITIONS, seen_of

CHANGED = "Somebody else changed this row after you opened the page. Look at what it is now."
MOVED = "Somebody else moved rows meanwhile. Look at the order as it is now."
UNIT_CHANGED = "Somebody else changed this unit after you opened the page. Look at what it is now."
ENDED = "This row has ended. Add a new one."
NO_UNIT = "Say which unit is told first."
NOT_YOURS = "Choose units of your agency that are there today."
MOST_ROWS = 100
FULL = f"A table has at most {MOST_ROWS} rows. End one that is no longer needed."
TOLD_OF_NOTHING = "Immigration enforcement is told of nothing, so it has no table."


@transaction.atomic
def add_row(*, name: str, units: Sequence[Unit], by: Actor, at: datetime, **conditions: Collection[str]) -> RoutingRow:
    """At the bottom, from today on."""
    agency = _lock_agency(by)
    if agency.is_immigration_enforcement:
        raise Refused(TOLD_OF_NOTHING)
    if open_rows(agency.pk, localdate(at)).count() >= MOST_ROWS:
        raise Refused(FULL)
    last = RoutingRow.objects.filter(agency=agency).aggregate(last=Max("position"))["last"] or 0
    row = RoutingRow(agency=agency, position=last + 1, valid_from=localdate(at))
    return _save("routing.added", row, name, units, conditions, by, at)


@transaction.atomic
def change_row(
    pk: int,
    *,
    version: int,
    name: str,
    units: Sequence[Unit],
    by: Actor,
    at: datetime,
    **conditions: Collection[str],
) -> RoutingRow:
    row = _lock_row(pk, by, at)
    if row.version != version:
        raise Stale(CHANGED)
    row.version += 1
    return _save("routing.changed", row, name, units, conditions, by, at)


@transaction.atomic
def move_row(pk: int, *, up: bool, position: int, by: Actor, at: datetime) -> RoutingRow:
    """Past its neighbour. `position` is the one that the page showed. At the end of the table nothing happens."""
    row = _lock_row(pk, by, at)
    if row.position != position:
        raise Stale(MOVED)
    others = open_rows(row.agency_id, localdate(at))
    above, below = others.filter(position__lt=row.position), others.filter(position__gt=row.position)
    neighbour = above.order_by("-position").first() if up else below.order_by("position").first()
    if neighbour is None:
        return row
    row.position, neighbour.position = neighbour.position, row.position
    for moved in (row, neighbour):
        moved.save(update_fields=["position"])
    _record("routing.moved", row, by, at, {"position": row.position, "past": neighbour.pk})
    return row


@transaction.atomic
def end_row(pk: int, *, last_day: date, version: int, by: Actor, at: datetime) -> RoutingRow:
    """The last day still counts. What was decided by it stays on record, and so does the row."""
    row = _lock_row(pk, by, at)
    if row.version != version:
        raise Stale(CHANGED)
    if last_day < row.valid_from:
        raise Refused(f"It began on {row.valid_from:%-d %B %Y}, and cannot end before.")
    if last_day < localdate(at) - timedelta(days=1):
        raise Refused("Give yesterday or a later day: what has been told cannot be changed.")
    row.valid_to, row.version = last_day, row.version + 1
    row.save(update_fields=["valid_to", "version"])
    _record("routing.ended", row, by, at, {"valid_to": last_day})
    return row


@transaction.atomic
def change_unit(
    pk: int,
    *,
    mailbox: str,
    phone: str,
    duty_mobile: str,
    duty: Sequence[Span],
    seen: str,
    by: Actor,
    at: datetime,
) -> Unit:
    """Where a unit is reached, and when it is on duty. `seen` is what the page showed."""
    agency = _lock_agency(by)
    unit: Unit = Unit.objects.select_for_update(of=("self",)).get(pk=pk, agency=agency)
    if seen_of(unit) != seen:
        raise Stale(UNIT_CHANGED)
    unit.mailbox, unit.phone, unit.duty_mobile = mailbox, phone, duty_mobile
    unit.save(update_fields=["mailbox", "phone", "duty_mobile"])
    unit.duty_hours.all().delete()
    DutyHours.objects.bulk_create(
        DutyHours(unit=unit, weekday=span.weekday, starts=span.starts, ends=span.ends) for span in duty
    )
    changed = {"mailbox": mailbox, "phone": phone, "duty_mobile": duty_mobile, "duty": [str(span) for span in duty]}
    audit.record(Operation.ALTERATION, "unit.changed", f"unit:{unit.pk}", by=by, at=at, changed=changed)
    return unit


def open_rows(agency_id: int, today: date) -> "QuerySet[RoutingRow]":
    """Those that have not ended, in order."""
    return RoutingRow.objects.filter(agency=agency_id).exclude(valid_to__lt=today)


def _lock_agency(by: Actor) -> Agency:
    access.require(by, Permission.MANAGE_ROUTING, {Relation.OWN_AGENCY})
    return Agency.objects.select_for_update().get(pk=by.agency_id)


def _lock_row(pk: int, by: Actor, at: datetime) -> RoutingRow:
    """Raises RoutingRow.DoesNotExist for a row of another agency."""
    agency = _lock_agency(by)
    row: RoutingRow = RoutingRow.objects.select_for_update(of=("self",)).get(pk=pk, agency=agency)
    if row.valid_to and row.valid_to < localdate(at):
        raise Refused(ENDED)
    return row


def _save(
    event: str,
    row: RoutingRow,
    name: str,
    units: Sequence[Unit],
    conditions: Mapping[str, Collection[str]],
    by: Actor,
    at: datetime,
) -> RoutingRow:
    _require_units(row.agency_id, units, localdate(at))
    row.name = name
    for condition in CONDITIONS:
        setattr(row, condition, sorted(conditions.get(condition, ())))
    row.save()
    row.steps.all().delete()
    RoutingStep.objects.bulk_create(
        RoutingStep(row=row, unit=unit, position=number) for number, unit in enumerate(units, 1)
    )
    now = {condition: getattr(row, condition) for condition in CONDITIONS}
    _record(event, row, by, at, {"name": name, **now, "units": [unit.pk for unit in units]})
    return row


def _require_units(agency_id: int, units: Sequence[Unit], today: date) -> None:
    if not units:
        raise Refused(NO_UNIT)
    wanted = {unit.pk for unit in units}
    if set(Unit.objects.on(today).filter(agency=agency_id, pk__in=wanted).values_list("pk", flat=True)) != wanted:
        raise Refused(NOT_YOURS)


def _record(event: str, row: RoutingRow, by: Actor, at: datetime, changed: Mapping[str, Any]) -> None:
    audit.record(Operation.ALTERATION, event, f"routing:{row.pk}", by=by, at=at, changed=changed)
