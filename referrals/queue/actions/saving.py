"""Filters that somebody wants to find again: their own, or for everybody in a unit."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.models import SavedFilter
from referrals.queue.filters import Asked

MOST_KEPT = 20
NAME_TAKEN = "There is a filter of that name already. Choose another name."
TOO_MANY = f"At most {MOST_KEPT} filters can be kept. Delete one first."
NOT_YOUR_UNIT = "Choose one of your own units."


@transaction.atomic
def save_filter(*, name: str, unit: int | None, asked: Asked, by: Actor, at: datetime) -> SavedFilter:
    """For oneself, or for one of one's units. It keeps no text that was searched for."""
    access.require(by, Permission.SEE_QUEUE, {Relation.OWN_AGENCY})
    whose = _whose(unit, by)
    if SavedFilter.objects.filter(**whose).count() >= MOST_KEPT:
        raise Refused(TOO_MANY)
    if SavedFilter.objects.filter(**whose, name=name).exists():
        raise Refused(NAME_TAKEN)
    made = SavedFilter.objects.create(name=name, asked=asked.to_keep(), **whose, saved_by_id=by.user_id, saved_at=at)
    _record("filter.saved", made, by, at)
    return made


@transaction.atomic
def rename_filter(pk: int, *, name: str, by: Actor, at: datetime) -> SavedFilter:
    found = _locked(pk, by)
    others = SavedFilter.objects.filter(person=found.person_id, unit=found.unit_id, name=name).exclude(pk=pk)
    if others.exists():
        raise Refused(NAME_TAKEN)
    found.name = name
    found.save(update_fields=["name"])
    _record("filter.renamed", found, by, at)
    return found


@transaction.atomic
def delete_filter(pk: int, *, by: Actor, at: datetime) -> SavedFilter:
    found = _locked(pk, by)
    _record("filter.deleted", found, by, at)
    found.delete()
    return found


def may_change(found: SavedFilter, by: Actor) -> bool:
    """One's own, or a unit's by those who give its cases out."""
    if found.person_id:
        return found.person_id == by.user_id
    return found.unit_id in by.unit_ids and access.may_at_all(by, Permission.ASSIGN_CASE)


def _whose(unit: int | None, by: Actor) -> dict[str, int | None]:
    if unit is None:
        return {"person_id": by.user_id, "unit_id": None}
    if unit not in by.unit_ids:
        raise Refused(NOT_YOUR_UNIT)
    access.require(by, Permission.ASSIGN_CASE, {Relation.OWNING_FORCE})
    return {"person_id": None, "unit_id": unit}


def _locked(pk: int, by: Actor) -> SavedFilter:
    found = SavedFilter.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Refused("This filter was deleted meanwhile.")
    if not may_change(found, by):
        raise NotAllowed("Only a case manager or a supervisor changes the filters of a unit.")
    return found


def _record(event: str, found: SavedFilter, by: Actor, at: datetime) -> None:
    audit.record(Operation.ALTERATION, event, f"filter:{found.pk}", by=by, at=at, changed={"name": found.name})
