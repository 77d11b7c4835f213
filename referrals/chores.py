"""Tasks that follow from what happened, and not from somebody who gave them."""

from datetime import datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import listing
from referrals.models import Referral, Task
from referrals.telling import tell_people


def give(referral: Referral, title: str, details: str, *, by: Actor, at: datetime) -> Task:
    """For today, to whoever has the case. They are told, unless it follows from what they did themselves."""
    owner = referral.owner_id
    made = Task.objects.create(
        referral=referral, title=title, details=details, owner_id=owner, due_on=localdate(at),
        made_by_id=by.user_id, made_at=at,
    )  # fmt: skip
    changed = {"title": title, "owner_id": owner}
    audit.record(Operation.ALTERATION, "task.added", referral.reference, by=by, at=at, changed=changed)
    listing.refresh(referral, at=at)
    if owner and owner != by.user_id:
        tell_people(referral, NoticeKind.ADDED_TO, f"task {made.pk} version 1", at, [owner])
    return made


def finish(task: Task, outcome: str, *, by: Actor, at: datetime) -> None:
    """Once what it waited for has happened."""
    task.done_at, task.done_by_id, task.outcome = at, by.user_id, outcome
    task.version += 1
    task.save(update_fields=["done_at", "done_by", "outcome", "version"])
    reference = task.referral.reference
    audit.record(Operation.ALTERATION, "task.done", reference, by=by, at=at, changed={"outcome": outcome})
    listing.refresh(task.referral, at=at)
