"""What somebody named is to do for a case. A stale page overwrites nothing."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.refusals import Refused, Stale
from notifications.enums import NoticeKind
from referrals.casework.actions.locking import ask, record, to_work_on
from referrals.casework.queries.people import who_may_work_on
from referrals.casework.rules import writing
from referrals.models import Referral, Task
from referrals.telling import tell_people


@transaction.atomic
def add_task(
    pk: int, *, title: str, details: str, owner: int | None, due_on: date | None, by: Actor, at: datetime
) -> Task:
    referral = to_work_on(pk, by)
    _ask_owner(referral, owner, at)
    said = {"title": title, "details": details, "owner_id": owner, "due_on": due_on}
    made = Task.objects.create(referral=referral, made_by_id=by.user_id, made_at=at, **said)
    record(referral, "task.added", by=by, at=at, **{**said, "due_on": str(due_on or "")})
    _tell_owner(referral, made, by, at)
    return made


@transaction.atomic
def change_task(
    pk: int,
    task: int,
    *,
    version: int,
    title: str,
    details: str,
    owner: int | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Task:
    referral = to_work_on(pk, by)
    found = Task.objects.get(pk=task, referral=referral)
    ask(writing.reason_not_to_change_task(is_done=found.done_at is not None))
    said = {"title": title, "details": details, "owner_id": owner, "due_on": due_on}
    changed = {name: value for name, value in said.items() if getattr(found, name) != value}
    if not changed:
        raise Refused(writing.NOTHING_CHANGED)
    if version != found.version:
        raise Stale(writing.CHANGED_MEANWHILE)
    if "owner_id" in changed:
        _ask_owner(referral, owner, at)
    for name, value in changed.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*changed, "version"])
    record(referral, "task.changed", by=by, at=at, **{name: str(value or "") for name, value in changed.items()})
    if "owner_id" in changed:
        _tell_owner(referral, found, by, at)
    return found


@transaction.atomic
def finish_task(pk: int, task: int, *, outcome: str, by: Actor, at: datetime) -> Task:
    referral = to_work_on(pk, by)
    found = Task.objects.get(pk=task, referral=referral)
    ask(writing.reason_not_to_change_task(is_done=found.done_at is not None))
    found.done_at, found.done_by_id, found.outcome = at, by.user_id, outcome
    found.version += 1
    found.save(update_fields=["done_at", "done_by", "outcome", "version"])
    record(referral, "task.done", by=by, at=at, outcome=outcome)
    return found


def _ask_owner(referral: Referral, owner: int | None, at: datetime) -> None:
    who_may = {person.pk for person in who_may_work_on(referral, localdate(at))} if owner else set()
    ask(writing.reason_not_to_own(owner, who_may))


def _tell_owner(referral: Referral, task: Task, by: Actor, at: datetime) -> None:
    if task.owner_id and task.owner_id != by.user_id:
        tell_people(referral, NoticeKind.ADDED_TO, f"task {task.pk} version {task.version}", at, [task.owner_id])
