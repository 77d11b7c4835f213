"""Moving a referral by one step: what every action does that changes its status.

Whoever calls these has locked the referral and asked whether the person may do it.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import deadlines, listing
from referrals.enums import DeadlineKind, Status, Step
from referrals.models import Deadline, Referral, StepTaken
from referrals.rules import workflow
from referrals.rules.clocks import start_of
from referrals.rules.workflow import Move

GIVE_A_REASON = "Say why. The reason is kept with the step."
NOTHING_TO_REVERSE = "There is no step to put right."
NOT_THE_LAST = "Only the last step can be put right. Put right what came after it first."
REVERSED = "Put right"


def take(
    referral: Referral,
    step: Step,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    is_told: bool = False,
    typed: Mapping[DeadlineKind, datetime] | None = None,
    outcomes: Mapping[DeadlineKind, str] | None = None,
) -> StepTaken:
    """`on`: the day it counts from, as of a letter. `is_told`: somebody else decided it, so the table may be left.

    `typed`: clocks whose due time a letter says. `outcomes`: what is said of clocks that it stops. Raises StepRefused,
    and Refused without a reason that is needed.
    """
    status, before = Status(referral.status), came_from(referral)
    move = move_from(step, status, is_told=is_told)
    if move.needs_reason and not reason.strip():
        raise Refused(GIVE_A_REASON)
    taken = StepTaken.objects.create(
        referral=referral,
        step=step,
        source=status,
        target=workflow.target_of(move, before),
        on=on or localdate(at),
        reason=reason,
        is_unusual=(step, status) not in workflow.ROWS,
        taken_by_id=by.user_id,
        taken_at=at,
    )
    _move_to(referral, taken, by=by, at=at)
    for kind in sorted(move.stops):
        outcome = (outcomes or {}).get(kind, step.label)
        deadlines.meet(referral, kind, outcome=outcome, by=by, at=at, step=taken)
    deadlines.keep_up_with_status(referral, taken, by=by, at=at)
    since = start_of(on) if on and on != localdate(at) else at
    for kind in sorted(move.starts):
        deadlines.start(
            referral, kind, owner_id=referral.owner_id, by=by, at=at, event_at=since, step=taken,
            typed_due_at=(typed or {}).get(kind),
        )  # fmt: skip
    listing.refresh(referral, at=at, by=by)
    return taken


def came_from(referral: Referral) -> Status | None:
    """Where it stood before the step that brought it to where it stands now."""
    led_here = referral.steps.filter(target=referral.status, reversed_by=None)
    last = led_here.exclude(step__in=[Step.REOPEN, Step.REVERSE]).last()
    return Status(last.source) if last else None


def last_step(referral: Referral) -> StepTaken | None:
    """The last one that still counts."""
    return referral.steps.filter(reversed_by=None).exclude(step=Step.REVERSE).last()


def reverse(referral: Referral, taken: StepTaken, *, reason: str, by: Actor, at: datetime) -> StepTaken:
    """Back to where it stood before. Clocks that the step started are over, those it stopped go on."""
    last = last_step(referral)
    if last is None:
        raise Refused(NOTHING_TO_REVERSE)
    if last.pk != taken.pk:
        raise Refused(NOT_THE_LAST)
    if not reason.strip():
        raise Refused(GIVE_A_REASON)
    reversing = StepTaken.objects.create(
        referral=referral,
        step=Step.REVERSE,
        source=referral.status,
        target=taken.source,
        on=localdate(at),
        reason=reason,
        reverses=taken,
        taken_by_id=by.user_id,
        taken_at=at,
    )
    _move_to(referral, reversing, by=by, at=at)
    for deadline in Deadline.objects.filter(started_by=taken, done_at=None):
        deadlines.meet(referral, DeadlineKind(deadline.kind), outcome=REVERSED, by=by, at=at, step=reversing)
    deadlines.reopen(referral, Deadline.objects.filter(stopped_by=taken), by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    return reversing


def move_from(step: Step, status: Status, *, is_told: bool) -> Move:
    """Raises StepRefused."""
    if is_told and (step, status) not in workflow.ROWS:
        return workflow.unlisted_move(step, status)
    return workflow.move_for(step, status)


def _move_to(referral: Referral, taken: StepTaken, *, by: Actor, at: datetime) -> None:
    referral.status = taken.target
    referral.save(update_fields=["status"])
    changed = {"status": taken.target, "step": taken.step, "on": str(taken.on), "reason": taken.reason}
    audit.record(Operation.ALTERATION, f"step.{taken.step}", referral.reference, by=by, at=at, changed=changed)
