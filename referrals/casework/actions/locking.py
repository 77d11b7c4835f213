from datetime import datetime

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import listing
from referrals.models import Referral


def to_work_on(pk: int, by: Actor) -> Referral:
    """Locked for a change by somebody who may work on it. A draft has no casework."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.WORK_CASE, referral.relations_to(by))
    return referral


def ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def record(referral: Referral, event: str, *, by: Actor, at: datetime, **changed: object) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)
    listing.refresh(referral, at=at, by=by)
