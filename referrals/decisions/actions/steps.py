"""The steps that are ours: what somebody of the unit did, or was told by the person."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import deadlines, listing, stepping
from referrals.decisions.actions.letters import PUT_RIGHT_ALREADY, concerned, take_flag_down
from referrals.decisions.moved import done_already, opened
from referrals.decisions.queries.steps import last_day_to_ask
from referrals.decisions.rules import asking_again, putting_right
from referrals.decisions.rules.asking_again import LABELS, Ground
from referrals.enums import DeadlineKind, Status, Step
from referrals.models import Deadline, Referral, StepTaken
from referrals.rules import workflow
from referrals.stepping import NOTHING_TO_REVERSE
from referrals.telling import tell_people

CONFIRM_DEATH = "Tick that it is confirmed, and by whom you know."
REPLIED = "Answered"


@transaction.atomic
def hold(pk: int, *, seen: int, reason: str, by: Actor, at: datetime) -> StepTaken:
    """The danger comes first. Consent, sending and a notification stay possible meanwhile."""
    return _take(pk, Step.HOLD, Permission.WORK_CASE, seen=seen, reason=reason, by=by, at=at)


@transaction.atomic
def release(pk: int, *, seen: int, reason: str, by: Actor, at: datetime) -> StepTaken:
    return _take(pk, Step.RELEASE, Permission.WORK_CASE, seen=seen, reason=reason, by=by, at=at)


@transaction.atomic
def record_reply(pk: int, *, seen: int, on: date, text: str, reference: str, by: Actor, at: datetime) -> StepTaken:
    """That the Home Office was answered: what it was sent, and when."""
    reason = "\n".join(filter(None, [text, f"Reference: {reference}" if reference else ""]))
    outcomes = {DeadlineKind.QUESTION: reference or REPLIED}
    return _take(
        pk, Step.REPLY, Permission.RECORD_DECISION, seen=seen, reason=reason, on=on, outcomes=outcomes, by=by, at=at
    )


@transaction.atomic
def ask_again(
    pk: int, *, seen: int, ground: Ground, asked_by: str, on: date, text: str, why_late: str, by: Actor, at: datetime
) -> StepTaken:
    """After the last day too, with the reason: whether they look again is for the Home Office to say."""
    referral = opened(pk, Permission.RECORD_DECISION, by)
    if done := done_already(referral, seen, Step.ASK_AGAIN, by):
        return done
    last = last_day_to_ask(referral)
    if problem := asking_again.reason_not_to_ask(last, on, why_late):
        raise BoxRefused("why_late", problem)
    late = f"After the last day, because: {why_late}" if asking_again.is_late(last, on) else ""
    reason = "\n".join(filter(None, [f"{LABELS[ground]}. Asked by {asked_by}.", text, late]))
    return _taken(referral, Step.ASK_AGAIN, reason=reason, on=on, by=by, at=at)


@transaction.atomic
def record_death(
    pk: int, *, seen: int, on: date, reason: str, is_confirmed: bool, by: Actor, at: datetime
) -> StepTaken:
    if not is_confirmed:
        raise BoxRefused("is_confirmed", CONFIRM_DEATH)
    return _take(pk, Step.DIED, Permission.WORK_CASE, seen=seen, reason=reason, on=on, by=by, at=at)


@transaction.atomic
def reopen(pk: int, *, seen: int, reason: str, by: Actor, at: datetime) -> StepTaken:
    """To where it stood before it was closed. Clocks that closing stopped go on, as if nobody had closed it."""
    referral = opened(pk, Permission.APPROVE, by)
    if done := done_already(referral, seen, Step.REOPEN, by):
        return done
    closing = referral.steps.filter(target=Status.CLOSED, reversed_by=None).last()
    taken = _taken(referral, Step.REOPEN, reason=reason, by=by, at=at)
    deadlines.reopen(referral, Deadline.objects.filter(stopped_by=closing), by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    return taken


@transaction.atomic
def put_right(pk: int, *, seen: int, reason: str, by: Actor, at: datetime) -> StepTaken:
    """The last step is taken back. Both stay on the timeline."""
    referral = Referral.objects.locked(pk)
    last = stepping.last_step(referral)
    access.require(by, needed_to_put_right(last), referral.relations_to(by))
    if done := done_already(referral, seen, Step.REVERSE, by):
        return done
    if last is None:
        raise Refused(NOTHING_TO_REVERSE)
    if problem := putting_right.reason_not_to_put_right(Step(last.step)):
        raise Refused(problem)
    reversing = stepping.reverse(referral, last, reason=reason, by=by, at=at)
    _mark_what_it_recorded(referral, last, by, at)
    audit.record(Operation.ALTERATION, "step.put_right", referral.reference, by=by, at=at, changed={"step": last.step})
    tell_people(referral, NoticeKind.DECIDED, f"step {reversing.pk}", at, concerned(referral, by))
    return reversing


def needed_to_put_right(last: StepTaken | None) -> Permission:
    row = workflow.ROWS.get((Step(last.step), Status(last.source))) if last else None
    return putting_right.needed_to_put_right(row)


def _mark_what_it_recorded(referral: Referral, last: StepTaken, by: Actor, at: datetime) -> None:
    if last.step in {Step.SEND_REFERRAL, Step.SEND_NOTIFICATION}:
        sent = referral.sendings.filter(mistaken_at=None).order_by("recorded_at", "pk").last()
        if sent:
            sent.mistaken_at = at
            sent.save(update_fields=["mistaken_at"])
    if hasattr(last, "decision") and last.decision.needs_second_reader and not last.decision.second_read_at:
        take_flag_down(referral, PUT_RIGHT_ALREADY, by, at)
    listing.refresh(referral, at=at, by=by)


# Taking


def _take(
    pk: int,
    step: Step,
    permission: Permission,
    *,
    seen: int,
    reason: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    outcomes: dict[DeadlineKind, str] | None = None,
) -> StepTaken:
    referral = opened(pk, permission, by)
    if done := done_already(referral, seen, step, by):
        return done
    return _taken(referral, step, reason=reason, by=by, at=at, on=on, outcomes=outcomes)


def _taken(
    referral: Referral,
    step: Step,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    outcomes: dict[DeadlineKind, str] | None = None,
) -> StepTaken:
    taken = stepping.take(referral, step, by=by, at=at, on=on or localdate(at), reason=reason, outcomes=outcomes)
    tell_people(referral, NoticeKind.ADDED_TO, f"step {taken.pk}", at, concerned(referral, by))
    return taken
