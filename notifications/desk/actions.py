"""Trying once more what did not get through, and cancelling what need not go any more."""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from notifications import kicking
from notifications.desk.queries import What
from notifications.enums import Delivery
from notifications.models import Message, Notice

OVER = "It has got through meanwhile, or was cancelled."


class Change(Protocol):
    def __call__(self, what: What, pk: int, *, by: Actor, at: datetime) -> None: ...


@transaction.atomic
def try_again(what: What, pk: int, *, by: Actor, at: datetime) -> None:
    """Now. Raises the model's DoesNotExist for one to another agency."""
    row = _lock(what, pk, by)
    # Counted as a try, so that delivery asks who of them was written to already.
    _set(what, row, outcome=what.waiting, given_up_at=None, next_try_at=at, attempts=max(row.attempts, 1))
    _record("tried_again", what, row, by, at)
    kicking.kick_after_commit(what.task, [row.pk])


@transaction.atomic
def cancel(what: What, pk: int, *, by: Actor, at: datetime) -> None:
    """The row is kept, and says so. What has to be acknowledged still climbs."""
    row = _lock(what, pk, by)
    _set(what, row, outcome=Delivery.CANCELLED, given_up_at=at)
    _record("cancelled", what, row, by, at)


def _lock(what: What, pk: int, by: Actor) -> Notice | Message:
    access.require(by, Permission.MANAGE_DELIVERY, {Relation.OWN_AGENCY})
    row: Notice | Message = what.of(by.agency_id).select_for_update(of=("self",)).get(pk=pk)
    if row.outcome != what.waiting and row.outcome not in what.troubles:
        raise Refused(OVER)
    return row


def _set(what: What, row: Notice | Message, **values: object) -> None:
    values[what.done_at] = None
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _record(done: str, what: What, row: Notice | Message, by: Actor, at: datetime) -> None:
    name = what.name.lower()
    audit.record(Operation.ALTERATION, f"{name}.{done}", f"{name}:{row.pk}", by=by, at=at)
