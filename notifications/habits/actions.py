"""Saying how one wants to be told and when one is away, and who is on shift for a unit."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.models import Unit, User
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import How, NoticeKind
from notifications.habits import queries, rules
from notifications.kinds import KINDS
from notifications.models import Absence, Preference, Shift

CANNOT_BE_TURNED_OFF = "Danger and missed deadlines cannot be turned off."
NOBODY = "Choose a colleague of your agency, or nobody."
NOT_OF_THE_UNIT = "Choose somebody who is in this unit."
NOT_THEIRS = "Supervisors of the unit change its rota."


@transaction.atomic
def choose(*, by: Actor, at: datetime, **wishes: str) -> None:
    """By the names of kinds. What is not named stays as it was."""
    now = queries.wishes_of(by)
    wanted = {NoticeKind(kind): How(how) for kind, how in wishes.items()}
    if not all(KINDS[kind].may_be_turned_off for kind in wanted):
        raise Refused(CANNOT_BE_TURNED_OFF)
    changed = {kind: how for kind, how in wanted.items() if now.get(kind) != how}
    if not changed:
        return
    rows = [Preference(person_id=by.user_id, kind=kind, how=how) for kind, how in changed.items()]
    Preference.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["how"])
    said = {kind.value: how.value for kind, how in changed.items()}
    audit.record(Operation.ALTERATION, "preferences.changed", _mine(by), by=by, at=at, changed=said)


@transaction.atomic
def go_away(*, first_day: date, last_day: date, to: int | None, by: Actor, at: datetime) -> Absence:
    """`to`: the membership of the colleague who gets theirs, if there is one."""
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    others = queries.absences_of(by, localdate(at)).values_list("first_day", "last_day")
    if problem := rules.reason_not_to_be_away(first_day, last_day, list(others), localdate(at)):
        raise Refused(problem)
    colleague = queries.colleagues(by, at=at).filter(pk=to).first() if to else None
    if to and colleague is None:
        raise Refused(NOBODY)
    facts = {"first_day": first_day, "last_day": last_day, "passes_to_id": colleague.user_id if colleague else None}
    absence = Absence.objects.create(person_id=by.user_id, **facts)
    audit.record(Operation.ALTERATION, "absence.recorded", _mine(by), by=by, at=at, changed=facts)
    return absence


@transaction.atomic
def come_back(pk: int, *, by: Actor, at: datetime) -> None:
    """From today on. One that would not have had a day by then is taken away. Raises Absence.DoesNotExist."""
    today = localdate(at)
    absence = queries.absences_of(by, today).select_for_update(of=("self",)).get(pk=pk)
    if absence.first_day < today:
        absence.last_day = today - timedelta(days=1)
        absence.save(update_fields=["last_day"])
    else:
        absence.delete()
    audit.record(Operation.ALTERATION, "absence.ended", _mine(by), by=by, at=at, changed={"today": today})


@transaction.atomic
def add_shift(
    unit: Unit, *, person: int, day: date, starts: time, ends: time, position: int, by: Actor, at: datetime
) -> Shift:
    _require_rota(by, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not queries.members_of(unit, at=at).filter(user=person).exists():
        raise Refused(NOT_OF_THE_UNIT)
    starts_at, ends_at = rules.times_of_shift(day, starts, ends)
    others = Shift.objects.filter(unit=unit, person=person, ends_at__gt=starts_at).values_list("starts_at", "ends_at")
    if problem := rules.reason_not_to_be_on_shift(starts_at, ends_at, list(others), at):
        raise Refused(problem)
    facts = {"person_id": person, "starts_at": starts_at, "ends_at": ends_at, "position": position}
    shift = Shift.objects.create(unit=unit, **facts)
    audit.record(Operation.ALTERATION, "shift.added", f"unit:{unit.pk}", by=by, at=at, changed=facts)
    return shift


@transaction.atomic
def remove_shift(unit: Unit, pk: int, *, by: Actor, at: datetime) -> None:
    """Raises Shift.DoesNotExist, also for one that is over."""
    _require_rota(by, unit)
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=pk, unit=unit, ends_at__gt=at)
    facts = {"person_id": shift.person_id, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
    shift.delete()
    audit.record(Operation.ALTERATION, "shift.removed", f"unit:{unit.pk}", by=by, at=at, changed=facts)


def _require_rota(by: Actor, unit: Unit) -> None:
    if not queries.may_manage_rota(by, unit):
        raise NotAllowed(NOT_THEIRS)


def _mine(by: Actor) -> str:
    return f"user:{by.user_id}"
