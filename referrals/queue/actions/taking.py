"""Taking the next case. A claim alone makes nobody an owner: work does, and without work it lapses."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.models import QueueRow, Referral
from referrals.owning import CLAIM
from referrals.queue.queries import unclaimed

NOTHING_LEFT = "No case waits for somebody now. Each has an owner, or a colleague has just taken it."


@transaction.atomic
def take_next(*, by: Actor, at: datetime) -> Referral:
    """Two people never get the same case: a row that somebody is being given is passed over, not waited for.

    What the same person claimed before and did not work on goes back, and is not given to them again now.
    """
    access.require(by, Permission.TAKE_CASE, {Relation.OWNING_FORCE})
    held = QueueRow.objects.filter(claimed_by=by.user_id, claimed_until__gt=at, owner=None)
    before = list(held.values_list("pk", flat=True))
    held.update(claimed_by=None, claimed_until=None)
    free = unclaimed(by, at).exclude(pk__in=before)
    row = free.select_for_update(of=("self",), skip_locked=True).select_related("referral").first()
    if row is None:
        raise Refused(NOTHING_LEFT)
    row.claimed_by_id, row.claimed_until = by.user_id, at + CLAIM
    row.save(update_fields=["claimed_by", "claimed_until"])
    audit.record(Operation.ALTERATION, "case.claimed", row.referral.reference, by=by, at=at)
    return row.referral
