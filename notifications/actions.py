"""Posting a notice. It is written in the caller's transaction, so a change that is rolled back tells nobody."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agencies.actors import Actor
from agencies.refusals import NotAllowed
from audit import actions as audit
from audit.enums import Operation
from notifications import kicking
from notifications.enums import NoticeKind, Rung
from notifications.habits import queries as habits
from notifications.kinds import KINDS
from notifications.models import Call, InboxItem, Notice, RoutingRow
from notifications.models.call import OPEN as OPEN_CALL
from notifications.models.notice import OPEN as OPEN_NOTICE
from notifications.rules import ladder
from notifications.rules.ladder import Step
from notifications.rules.retrying import HEAD_START
from notifications.subjects import subjects

NOT_TOLD = "Only somebody who was told of this can say that they have it."


def post(
    kind: NoticeKind,
    reference: str = "",
    *,
    occasion: str,
    at: datetime,
    units: Sequence[int] = (),
    people: Sequence[int] = (),
    then: Sequence[int] = (),
    climbs_in: int | None = None,
    row: RoutingRow | None = None,
    is_by_fallback: bool = False,
) -> None:
    """Say it once to each. The same occasion posted again tells nobody twice.

    `then`: the units that are told one after the other, if nobody acknowledges it. `climbs_in`: the agency whose
    supervisors stand at the top of that ladder. `row`: what chose the units.
    """
    said = {"kind": kind, "reference": reference, "occasion": occasion}
    call = _called(said, ladder.ladder(() if units else people, [*units, *then], climbs_in), at)
    facts = {**said, "posted_at": at, "next_try_at": at + HEAD_START, "call": call}
    routed = {"routed_by": row, "is_by_fallback": is_by_fallback}
    to_units = [Notice(unit_id=unit, **facts, **routed) for unit in dict.fromkeys(units)]
    to_people = [Notice(person_id=person, **facts) for person in dict.fromkeys(people)]
    _keep([*to_units, *to_people], said)


def _called(said: dict[str, str], steps: Sequence[Step], at: datetime) -> Call | None:
    within = KINDS[NoticeKind(said["kind"])].acknowledge_within
    if within is None or not steps:
        return None
    facts = {
        "ladder": [[step.rung, list(step.whom)] for step in steps],
        "posted_at": at,
        "climbs_at": at + within if len(steps) > 1 else None,
    }
    call, _ = Call.objects.get_or_create(**said, defaults=facts)
    return call


def _keep(notices: list[Notice], said: dict[str, str]) -> None:
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # Rows that were there already have no key here, so they are asked for.
    waiting = Notice.objects.filter(OPEN_NOTICE, **said)
    kicking.kick_after_commit(kicking.DELIVER, list(waiting.values_list("pk", flat=True)))


# What must be acknowledged


@transaction.atomic
def acknowledge(pk: int, *, by: Actor, at: datetime) -> Call:
    """By anybody whom it reached and who may see the case. The first who says so has it."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=pk)
    was_told = InboxItem.objects.filter(notice__call=call, person=by.user_id).exists()
    if not was_told or not subjects().who_may_see(call.reference, [by]):
        raise NotAllowed(NOT_TOLD)
    if call.is_open:
        call.acknowledged_at, call.acknowledged_by_id, call.climbs_at = at, by.user_id, None
        call.save(update_fields=["acknowledged_at", "acknowledged_by", "climbs_at"])
        audit.record(Operation.ALTERATION, f"notice.acknowledged:{call.kind}", call.reference, by=by, at=at)
    InboxItem.objects.filter(notice__call=call, person=by.user_id, read_at=None).update(read_at=at)
    return call


def settle(reference: str, occasion: str, *, at: datetime) -> None:
    """What the calls of this occasion, or of one that begins so, were about has been done: nothing climbs any more."""
    calls = Call.objects.filter(OPEN_CALL, reference=reference, occasion__startswith=occasion)
    calls.update(settled_at=at, climbs_at=None)


def climb(*, at: datetime) -> int:
    """How many climbed a rung. Safe to run twice and at the same time."""
    due = Call.objects.filter(OPEN_CALL, climbs_at__lte=at)
    return sum(_climb(pk, at) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _climb(pk: int, at: datetime) -> bool:
    due = Call.objects.filter(OPEN_CALL, pk=pk, climbs_at__lte=at)
    call = due.select_for_update(of=("self",), skip_locked=True).first()
    step = call.next_step if call else None
    if call is None or step is None:
        return False
    call.rung += 1
    within = KINDS[NoticeKind(call.kind)].acknowledge_within
    call.climbs_at = at + within if within and call.next_step else None
    call.save(update_fields=["rung", "climbs_at"])
    _tell(call, step, at)
    audit.record(Operation.ALTERATION, f"notice.climbed:{call.kind}", call.reference, by=None, at=at)
    return True


def _tell(call: Call, step: Step, at: datetime) -> None:
    """Where a rung has nobody, the next one is told when the ladder is looked at again."""
    units, people = _whom(step, at)
    if not units and not people and call.next_step:
        call.climbs_at = at
        call.save(update_fields=["climbs_at"])
    said = {"kind": call.kind, "reference": call.reference, "occasion": call.occasion}
    facts = {**said, "posted_at": at, "next_try_at": at + HEAD_START, "call": call, "rung": call.rung}
    to_units = [Notice(unit_id=unit, **facts) for unit in units]
    _keep([*to_units, *(Notice(person_id=person, **facts) for person in people)], said)


def _whom(step: Step, at: datetime) -> tuple[Sequence[int], Sequence[int]]:
    """Units and people. Nothing climbs to the people it was for: they are told first, or not at all."""
    match step.rung:
        case Rung.UNIT:
            return step.whom, ()
        case Rung.SUPERVISOR:
            return (), habits.duty_supervisors(step.whom[0], at)
        case _:
            return (), habits.supervisors(step.whom[0], at)
