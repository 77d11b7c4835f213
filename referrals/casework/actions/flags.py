"""What everybody who opens a case has to know first: raised for a reason, and taken down for one."""

from datetime import datetime

from django.db import transaction

from agencies.actors import Actor
from referrals.casework.actions.locking import ask, record, to_work_on
from referrals.casework.rules import writing
from referrals.enums import FlagKind
from referrals.models import Flag


@transaction.atomic
def raise_flag(pk: int, *, kind: FlagKind, reason: str, by: Actor, at: datetime) -> Flag:
    referral = to_work_on(pk, by)
    raised = set(referral.flags.filter(removed_at=None).values_list("kind", flat=True))
    ask(writing.reason_not_to_raise(kind, raised, reason))
    made = Flag.objects.create(referral=referral, kind=kind, reason=reason, raised_by_id=by.user_id, raised_at=at)
    record(referral, "flag.raised", by=by, at=at, kind=kind, reason=reason)
    return made


@transaction.atomic
def remove_flag(pk: int, flag: int, *, reason: str, by: Actor, at: datetime) -> Flag:
    referral = to_work_on(pk, by)
    found = Flag.objects.get(pk=flag, referral=referral)
    ask(writing.reason_not_to_remove(is_removed=found.removed_at is not None, reason=reason))
    found.removed_at, found.removed_by_id, found.removal_reason = at, by.user_id, reason
    found.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    record(referral, "flag.removed", by=by, at=at, kind=found.kind, reason=reason)
    return found
