"""Throwing a draft away: an empty one at once, one that holds something only for a supervisor's reason."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.enums import Status, Step
from referrals.intake.erasing import erase
from referrals.intake.holding import holds_information
from referrals.models import Referral
from referrals.rules import workflow

ONLY_A_SUPERVISOR = "This draft holds something about a person. Only a supervisor may discard it, for a reason."
GIVE_A_REASON = "Say why it is discarded. The reason is kept with the record."


@transaction.atomic
def discard(pk: int, *, reason: str = "", by: Actor, at: datetime) -> bool:
    """Whether the record is kept. An empty draft leaves nothing but its line on the ledger."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.DISCARD_DRAFT, referral.relations_to(by))
    move = workflow.move_for(Step.DISCARD, Status(referral.status))
    if not holds_information(pk):
        erase(referral, "draft.deleted", by=by, at=at)
        return False
    if not by.has_any(access.SUPERVISORS):
        raise NotAllowed(ONLY_A_SUPERVISOR)
    if not reason.strip():
        raise Refused(GIVE_A_REASON)

    referral.status = workflow.target_of(move, None)
    referral.discarded_at, referral.discarded_by_id, referral.discard_reason = at, by.user_id, reason
    referral.save(update_fields=["status", "discarded_at", "discarded_by", "discard_reason"])
    changed = {"status": referral.status, "discard_reason": reason}
    audit.record(Operation.ALTERATION, "draft.discarded", referral.reference, by=by, at=at, changed=changed)
    return True
