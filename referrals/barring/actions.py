"""Keeping somebody from a case, and lifting that. It holds from the moment it is saved, by every way to the case."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.models import Unit
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import listing, owning
from referrals.barring import queries, rules
from referrals.models import Bar, QueueRow, Referral

PERSON, UNIT = "person", "unit"


@transaction.atomic
def bar(pk: int, *, who: str, reason: str, by: Actor, at: datetime) -> Bar:
    """`who`: "person-" and the key of a membership, or "unit-" and the key of a unit.

    What they had of it goes back: the case to its unit, and their open tasks to nobody by name.
    """
    referral = _locked(pk, by)
    person, unit = _chosen(referral, who, at)
    people = [*referral.barred_people, *([person] if person else [])]
    units = [*referral.barred_units, *([unit.pk] if unit else [])]
    _ask(
        rules.reason_not_to_bar(
            is_barred=person in referral.barred_people or bool(unit and unit.pk in referral.barred_units),
            leaves_a_supervisor=queries.leaves_a_supervisor(referral, people, units, at),
            reason=reason,
        )
    )
    made = Bar.objects.create(
        referral=referral, person_id=person, unit=unit, reason=reason, set_by_id=by.user_id, set_at=at
    )
    _write(referral, people, units, "bar.set", by=by, at=at, person=person, unit=unit and unit.pk, reason=reason)
    _take_back(referral, {person} if person else queries.members_of(unit), by=by, at=at)  # type: ignore[arg-type]  # one of the two is chosen
    listing.refresh(referral, at=at)
    return made


@transaction.atomic
def lift(pk: int, bar: int, *, reason: str, by: Actor, at: datetime) -> Bar:
    referral = _locked(pk, by)
    found = Bar.objects.get(pk=bar, referral=referral)
    _ask(rules.reason_not_to_lift(is_lifted=found.lifted_at is not None, reason=reason))
    found.lifted_at, found.lifted_by_id, found.lifting_reason = at, by.user_id, reason
    found.save(update_fields=["lifted_at", "lifted_by", "lifting_reason"])
    people = [key for key in referral.barred_people if key != found.person_id]
    units = [key for key in referral.barred_units if key != found.unit_id]
    _write(referral, people, units, "bar.lifted", by=by, at=at, bar=found.pk, reason=reason)
    return found


def _locked(pk: int, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.BAR_PEOPLE, referral.relations_to(by))
    return referral


def _chosen(referral: Referral, who: str, at: datetime) -> tuple[int | None, Unit | None]:
    kind, _, key = who.partition("-")
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    member = queries.people(referral, at).filter(pk=number).first() if kind == PERSON else None
    unit = queries.units(referral, at).filter(pk=number).first() if kind == UNIT else None
    if member is None and unit is None:
        raise Refused(rules.NO_SUCH)
    return member.user_id if member else None, unit


def _ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _write(
    referral: Referral, people: list[int], units: list[int], event: str, *, by: Actor, at: datetime, **changed: object
) -> None:
    referral.barred_people, referral.barred_units = sorted(people), sorted(units)
    referral.save(update_fields=["barred_people", "barred_units"])
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)


def _take_back(referral: Referral, barred: set[int], *, by: Actor, at: datetime) -> None:
    if referral.owner_id in barred:
        owning.give(referral, None, "case.assigned", by=by, at=at)
    QueueRow.objects.filter(referral=referral, claimed_by__in=barred).update(claimed_by=None, claimed_until=None)
    for task in referral.tasks.filter(owner__in=barred, done_at=None):
        task.owner, task.version = None, task.version + 1
        task.save(update_fields=["owner", "version"])
        audit.record(Operation.ALTERATION, "task.changed", referral.reference, by=by, at=at, changed={"owner": None})
