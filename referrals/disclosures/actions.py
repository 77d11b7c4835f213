"""Somebody says of each thing that left what was done about it."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, NotAllowed
from audit import actions as audit
from audit.enums import Operation
from referrals import chores, disclosed
from referrals.disclosures import rules
from referrals.enums import SettledBy
from referrals.models import Referral, Settlement


@transaction.atomic
def settle(pk: int, entry: int, *, settled_by: SettledBy, text: str, by: Actor, at: datetime) -> Settlement:
    """The task is done with the last of them."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.WORK_CASE, referral.relations_to(by))
    found = disclosed.left(referral).filter(pk=entry).first()
    if found is None:
        raise NotAllowed("That is not of this case.")
    problem = rules.reason_not_to_settle(is_to_settle=found.is_to_settle, settled_by=settled_by, text=text)
    if problem:
        raise BoxRefused(*problem)
    made = Settlement.objects.create(
        referral=referral, entry_id=entry, settled_by=settled_by, text=text, recorded_by_id=by.user_id, recorded_at=at
    )
    changed = {"settled_by": settled_by, "text": text}
    audit.record(
        Operation.ALTERATION, "disclosure.settled", referral.reference, by=by, at=at,
        changed=changed, shown=[f"entry:{entry}"],
    )  # fmt: skip
    if not disclosed.count_to_settle(referral):
        for task in referral.tasks.filter(title=disclosed.TITLE, done_at=None):
            chores.finish(task, "All of it is settled.", by=by, at=at)
    return made
