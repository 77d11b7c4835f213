"""What somebody named is to have done by when, from lodging on. Late ones climb; none of them holds anything back.

Whoever calls these has locked the referral and asked whether the person may do it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Role
from agencies.models import Membership
from audit import actions as audit
from audit.enums import Operation
from notifications.actions import post
from notifications.enums import NoticeKind
from referrals.dossier import Dossier
from referrals.enums import DeadlineKind, SafeguardingKind, SafeguardingState, Status
from referrals.models import Deadline, Referral
from referrals.rules import clocks
from referrals.rules.clocks import Rung, Tell
from victims.enums import AgeGroup

OF_A_CHILD = {
    DeadlineKind.COUNCIL: SafeguardingKind.COUNCIL_CHILDREN,
    DeadlineKind.GUARDIAN: SafeguardingKind.GUARDIAN,
}
TREATED_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}
NO_LONGER_NEEDED = "No longer needed"
DONE_BEFORE = "Done before it was lodged"
NOT_AVAILABLE = "Not available here"
OVER = {Status.DRAFT, Status.DISCARDED, Status.WITHDRAWN}


def start_for_lodging(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    referral = dossier.referral
    start(referral, DeadlineKind.SEND, owner_id=referral.owner_id, by=by, at=at)
    if referral.is_urgent:
        start(referral, DeadlineKind.COMPLETE, owner_id=referral.lodged_by_id, by=by, at=at)
    if referral.is_concern:
        start(referral, DeadlineKind.ADOPT, owner_id=referral.owner_id, by=by, at=at)
    keep_up_with_route(dossier, by=by, at=at)


def keep_up_with_route(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Somebody found to be a child later is referred to the council and a guardian; an adult is not any more."""
    if dossier.referral.status in OVER:
        return
    age = dossier.age(localdate(at))
    if age in TREATED_AS_CHILD:
        for kind in OF_A_CHILD:
            _start_for_child(dossier, kind, by=by, at=at)
    elif age == AgeGroup.ADULT:
        for kind in OF_A_CHILD:
            meet(dossier.referral, kind, outcome=NO_LONGER_NEEDED, by=by, at=at)


def _start_for_child(dossier: Dossier, kind: DeadlineKind, *, by: Actor, at: datetime) -> None:
    """Once. One that was closed as no longer needed begins anew."""
    referral = dossier.referral
    if referral.deadlines.filter(kind=kind).exclude(outcome=NO_LONGER_NEEDED).exists():
        return
    start(referral, kind, owner_id=referral.owner_id, by=by, at=at)
    if outcome := _recorded_step(dossier, OF_A_CHILD[kind]):
        meet(referral, kind, outcome=outcome, by=by, at=at)


def _recorded_step(dossier: Dossier, kind: SafeguardingKind) -> str:
    """What the safeguarding section says of it already."""
    for step in dossier.safeguarding_steps:
        if step.kind == kind and step.state == SafeguardingState.DONE:
            return ": ".join(filter(None, [DONE_BEFORE, step.reference]))
        if step.kind == kind == SafeguardingKind.GUARDIAN and step.state == SafeguardingState.UNAVAILABLE:
            return NOT_AVAILABLE
    return ""


def start(referral: Referral, kind: DeadlineKind, *, owner_id: int | None, by: Actor, at: datetime) -> None:
    """Does nothing while one of the kind is open."""
    times = {"owner_id": owner_id, "starts_at": at, "due_at": clocks.due_at(kind, at)}
    _, is_new = Deadline.objects.get_or_create(referral=referral, kind=kind, done_at=None, defaults=times)
    if is_new:
        _record(referral, f"deadline.started:{kind}", by=by, at=at)


def meet(referral: Referral, kind: DeadlineKind, *, outcome: str, by: Actor, at: datetime) -> bool:
    """Whether there was one to close. `outcome` is a reference, or why it could not be done."""
    closed = {"done_at": at, "done_by_id": by.user_id, "outcome": outcome}
    found = Deadline.objects.filter(referral=referral, kind=kind, done_at=None).update(**closed)
    if found:
        _record(referral, f"deadline.met:{kind}", by=by, at=at)
    return bool(found)


def _record(referral: Referral, event: str, *, by: Actor | None, at: datetime) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at)


# Climbing


@transaction.atomic
def climb(*, at: datetime) -> int:
    """How many climbed. Each rung is told of once, however often this runs, and at how many places at once."""
    waiting = Deadline.objects.filter(done_at=None, rung__lt=clocks.TOP, due_at__lte=at + clocks.EARLIEST_NEAR)
    locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("referral")
    return sum(_climb(deadline, at) for deadline in locked)


def _climb(deadline: Deadline, at: datetime) -> bool:
    reached = clocks.rung_reached(deadline.starts_at, deadline.due_at, at)
    rungs = clocks.rungs_to_climb(deadline.rung, reached)
    for rung in rungs:
        _tell(deadline, rung, at)
    if rungs:
        deadline.rung = reached
        deadline.save(update_fields=["rung"])
        _record(deadline.referral, f"deadline.climbed:{deadline.kind}", by=None, at=at)
    return bool(rungs)


def _tell(deadline: Deadline, rung: Rung, at: datetime) -> None:
    """Where there is no owner, or no supervisor, the unit is told instead."""
    people: list[int] = []
    if Tell.OWNER in rung.tell and deadline.owner_id:
        people.append(deadline.owner_id)
    if Tell.SUPERVISORS in rung.tell:
        people += _supervisors(deadline.referral, at)
    is_for_unit = Tell.UNIT in rung.tell or not people
    unit_id = deadline.referral.unit_id
    post(
        NoticeKind.DEADLINE_PASSED if rung.is_past else NoticeKind.DEADLINE_NEAR,
        deadline.referral.reference,
        occasion=f"deadline {deadline.pk} rung {rung.number}",
        at=at,
        people=people,
        units=[unit_id] if is_for_unit and unit_id else [],
    )


def _supervisors(referral: Referral, at: datetime) -> list[int]:
    """Of the unit; where it has none, of the force."""
    usable = Membership.objects.usable(localdate(at)).filter(
        agency=referral.force_id, roles__contains=[Role.SUPERVISOR]
    )
    of_unit = usable.filter(units=referral.unit_id)
    return list((of_unit if of_unit.exists() else usable).values_list("user_id", flat=True))
