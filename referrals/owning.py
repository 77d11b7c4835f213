"""Who has a case: whoever claims one and works on it, and whoever is given one.

Whoever calls these has locked the referral and asked whether the person may do it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Q

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from referrals.enums import DeadlineKind
from referrals.models import Deadline, Handover, QueueRow, Referral, handover
from referrals.rules.clocks import on_day

# A claim without work lapses after this.
CLAIM = timedelta(minutes=30)


def worked_on(referral: Referral, *, by: Actor, at: datetime) -> None:
    """Whoever claimed it and did something about it in time has it from now on."""
    claimed = QueueRow.objects.filter(referral=referral, owner=None, claimed_by=by.user_id, claimed_until__gt=at)
    if claimed.exists():
        give(referral, by.user_id, "case.taken", by=by, at=at)


def give(
    referral: Referral,
    owner_id: int | None,
    event: str,
    *,
    by: Actor,
    at: datetime,
    also: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Open clocks of whoever had it go along. What an urgent one left out stays with whoever passed it on.

    Somebody who has it from then on keeps what was handed over to their unit.

    `also`: what else was changed about who has it, for the ledger.
    """
    before = referral.owner_id
    referral.owner_id = owner_id
    referral.save(update_fields=["owner"])
    theirs = Deadline.objects.filter(Q(owner=before) | Q(owner=None), referral=referral, done_at=None)
    theirs.exclude(kind=DeadlineKind.COMPLETE).update(owner=owner_id)
    if owner_id is not None:
        waiting = Handover.objects.filter(handover.OPEN, referral=referral)
        waiting.update(accepted_at=at, answered_by=by.user_id)
    changed = {"owner": owner_id, **also}
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)


def who_has_it(row: QueueRow, me: int, at: datetime) -> str:
    """Whoever works it, or has claimed it and until when. Empty where that is nobody."""
    if row.owner_id is not None:
        return "You" if row.owner_id == me else str(row.owner)
    if row.claimed_until and row.claimed_until > at:
        who = "You" if row.claimed_by_id == me else str(row.claimed_by)
        return f"{who}, until {on_day(row.claimed_until, at)}"
    return ""
