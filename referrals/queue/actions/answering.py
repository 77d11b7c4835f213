"""Keeping a case that was handed over, or giving it back with a reason."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Handover, Referral, handover
from referrals.queue.actions import giving

NOT_WAITING = "It is kept already, or has gone on since."
SAY_WHY = "Say why it goes back. They read it."
NO_WAY_BACK = "They may not know of this case any more, so it cannot go back. Hand it over to another unit or force."


@transaction.atomic
def accept(pk: int, *, by: Actor, at: datetime) -> Handover:
    found = _locked(pk, by)
    found.accepted_at, found.answered_by_id = at, by.user_id
    found.save(update_fields=["accepted_at", "answered_by"])
    changed = {"from": found.from_force_id}
    reference = found.referral.reference
    audit.record(Operation.ALTERATION, "handover.accepted", reference, by=by, at=at, changed=changed)
    return found


@transaction.atomic
def give_back(pk: int, *, reason: str, by: Actor, at: datetime) -> Handover:
    """It is in the queue of those who gave it from then on. Who of another force sees it is as if it had never come."""
    found = _locked(pk, by)
    if not reason.strip():
        raise BoxRefused("reason", SAY_WHY)
    if found.from_unit is None or found.from_unit_id in found.referral.barred_units:
        raise Refused(NO_WAY_BACK)
    found.returned_at, found.return_reason, found.answered_by_id = at, reason, by.user_id
    found.save(update_fields=["returned_at", "return_reason", "answered_by"])
    giving.move(found.referral, found.from_unit, "handover.returned", reason, by=by, at=at)
    giving.tell(found.referral, at, units=[found.from_unit.pk], people=[found.given_by_id])
    return found


def _locked(pk: int, by: Actor) -> Handover:
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.WORK_CASE, referral.relations_to(by))
    related = ("from_unit__agency", "to_unit", "given_by")
    found: Handover | None = Handover.objects.filter(handover.OPEN, referral=referral).select_related(*related).first()
    if found is None:
        raise Refused(NOT_WAITING)
    found.referral = referral
    return found
