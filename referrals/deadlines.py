"""What somebody named is to have done by when, from lodging on. Late ones climb; none of them holds anything back.

Whoever calls these has locked the referral and asked whether the person may do it.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Nation, Role
from agencies.models import Membership
from audit import actions as audit
from audit.enums import Operation
from notifications.actions import settle
from notifications.enums import NoticeKind
from referrals import listing
from referrals.dossier import Dossier
from referrals.enums import DeadlineKind, SafeguardingKind, SafeguardingState, Status
from referrals.models import ClockLength, Deadline, Referral, StepTaken
from referrals.rules.clocks import climbing, due, local_day, rule_on, start_of
from referrals.rules.clocks.climbing import Rung, Tell
from referrals.rules.clocks.rule import Confirmed, Own, Rule
from referrals.rules.clocks.table import SET_BY_FORCE
from referrals.telling import tell_people, tell_unit
from victims.enums import AgeGroup
from victims.rules.age import ADULT_AT

OF_A_CHILD = {
    DeadlineKind.COUNCIL: SafeguardingKind.COUNCIL_CHILDREN,
    DeadlineKind.GUARDIAN: SafeguardingKind.GUARDIAN,
}
TREATED_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}
NO_LONGER_NEEDED = "No longer needed"
DONE_BEFORE = "Done before it was lodged"
NOT_AVAILABLE = "Not available here"
OVER = {Status.DRAFT, Status.DISCARDED, Status.WITHDRAWN}
# What a status ends by itself, beside what its step stops.
ENDED_BY = {
    Status.NRM_SUBMITTED: (DeadlineKind.NOTIFY,),
    Status.DTN_SENT: (DeadlineKind.NOTIFY,),
    Status.NFA_LOCAL: (DeadlineKind.NOTIFY,),
    Status.DECEASED: (DeadlineKind.NOTIFY,),
    Status.CG_POSITIVE: (DeadlineKind.TURNS_18,),
    Status.CG_NEGATIVE: (DeadlineKind.TURNS_18,),
    Status.CLOSED: (DeadlineKind.NOTIFY, DeadlineKind.SUPERVISOR_REVIEW),
}
# With a final decision, their own consent to stay in the NRM is not asked for any more.
NO_LONGER_IN_THE_NRM = {*OVER, Status.CG_POSITIVE, Status.CG_NEGATIVE, Status.DECEASED, Status.CLOSED}


def start_for_lodging(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    referral = dossier.referral
    start(referral, DeadlineKind.SEND, owner_id=referral.owner_id, by=by, at=at)
    if referral.is_urgent:
        start(referral, DeadlineKind.COMPLETE, owner_id=referral.lodged_by_id, by=by, at=at)
    if referral.is_concern:
        start(referral, DeadlineKind.ADOPT, owner_id=referral.owner_id, by=by, at=at)
    start(referral, DeadlineKind.SUPERVISOR_REVIEW, owner_id=referral.owner_id, by=by, at=at)
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
    _keep_up_with_notification(dossier, by=by, at=at)
    _keep_up_with_birthday(dossier, age, by=by, at=at)


def keep_up_with_status(referral: Referral, step: StepTaken, *, by: Actor, at: datetime) -> None:
    for kind in ENDED_BY.get(Status(step.target), ()):
        meet(referral, kind, outcome=step.get_step_display(), by=by, at=at, step=step)


def _keep_up_with_notification(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Only where the force gave itself a time for that: no law does."""
    referral = dossier.referral
    if referral.is_not_yet_sent and dossier.routing(localdate(at)).route.is_notification:
        owner, since = referral.owner_id, referral.lodged_at
        start(referral, DeadlineKind.NOTIFY, owner_id=owner, by=by, at=at, event_at=since)
    else:
        meet(referral, DeadlineKind.NOTIFY, outcome=NO_LONGER_NEEDED, by=by, at=at)


def _keep_up_with_birthday(dossier: Dossier, age: AgeGroup | None, *, by: Actor, at: datetime) -> None:
    """Of a child whose whole date of birth is known. It stays once the day has come, until the NRM is over for them."""
    referral, born_on = dossier.referral, dossier.person.born_on
    born = born_on.first_day if born_on and born_on.is_whole else None
    running = Deadline.objects.filter(referral=referral, kind=DeadlineKind.TURNS_18, done_at=None).first()
    if born is None or age not in TREATED_AS_CHILD or referral.status in NO_LONGER_IN_THE_NRM:
        meet(referral, DeadlineKind.TURNS_18, outcome=NO_LONGER_NEEDED, by=by, at=at)
    elif running and local_day(running.starts_at) != born:
        _restart(running, start_of(born), by=by, at=at)
    elif running is None and _is_to_come(born, at):
        owner = referral.owner_id
        start(referral, DeadlineKind.TURNS_18, owner_id=owner, by=by, at=at, event_at=start_of(born))


def _is_to_come(born: date, at: datetime) -> bool:
    return due.birthday(born, ADULT_AT) > localdate(at)


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


def start(
    referral: Referral,
    kind: DeadlineKind,
    *,
    owner_id: int | None,
    by: Actor,
    at: datetime,
    event_at: datetime | None = None,
    typed_due_at: datetime | None = None,
    step: StepTaken | None = None,
) -> None:
    """Does nothing while one of the kind is open, nor where no rule says how long. `event_at`: what it runs from,
    where that is not now. `typed_due_at`: as a letter says.
    """
    facts = made_by_rule(referral, kind, event_at or at, typed_due_at)
    if facts is None:
        return
    new = {**facts, "owner_id": owner_id, "started_by": step}
    _, is_new = Deadline.objects.get_or_create(referral=referral, kind=kind, done_at=None, defaults=new)
    if is_new:
        _record(referral, f"deadline.started:{kind}", by=by, at=at)


def made_by_rule(
    referral: Referral, kind: DeadlineKind, since: datetime, typed_due_at: datetime | None = None
) -> dict[str, Any] | None:
    """The columns that follow from the rule that holds on the day of the event. None: there is none, or no length."""
    rule = rule_for(referral, kind, since)
    if rule is None or (rule.length is None and typed_due_at is None):
        return None
    due_at = due.from_letter(rule, typed_due_at) if typed_due_at else due.due_by(rule, since, nation_of(referral))
    own = rule.length if rule.confirmed == Confirmed.BY_FORCE else None
    return {
        "starts_at": since,
        "due_at": max(due_at, since),
        "is_typed": typed_due_at is not None,
        "rule_from": rule.valid_from,
        "own_number": own.number if own else None,
        "own_unit": own.unit if own else "",
    }


def rule_for(referral: Referral, kind: DeadlineKind, since: datetime) -> Rule | None:
    own = own_lengths(referral.force_id, kind) if kind in SET_BY_FORCE and referral.force_id else []
    return rule_on(kind, local_day(since), nation_of(referral), own)


def own_lengths(force_id: int, kind: DeadlineKind) -> list[Own]:
    return [each.as_own for each in ClockLength.objects.filter(agency=force_id, kind=kind)]


def nation_of(referral: Referral) -> Nation:
    """Whose rules and whose calendar count."""
    return Nation(referral.force.nation) if referral.force else Nation.ENGLAND


def meet(
    referral: Referral,
    kind: DeadlineKind,
    *,
    outcome: str,
    by: Actor,
    at: datetime,
    step: StepTaken | None = None,
    done_at: datetime | None = None,
) -> bool:
    """Whether there was one to close. `outcome` is a reference, or why it could not be done. `done_at`: when it was
    done, where that was before it was entered.
    """
    found = Deadline.objects.filter(referral=referral, kind=kind, done_at=None).first()
    if found is None:
        return False
    found.done_at = max(done_at or at, found.starts_at)
    found.done_by_id, found.outcome, found.stopped_by = by.user_id, outcome, step
    found.save(update_fields=["done_at", "done_by", "outcome", "stopped_by"])
    settle(referral.reference, _occasions(found.pk), at=at)
    _record(referral, f"deadline.met:{kind}", by=by, at=at)
    return True


def move(deadline: Deadline, *, by: Actor | None, at: datetime, event: str = "moved", **columns: object) -> None:
    """To another time, or to a standstill. What was told of the old one is over, and it climbs anew."""
    deadline.rung = 0
    for name, value in columns.items():
        setattr(deadline, name, value)
    deadline.save(update_fields=["rung", *columns])
    settle(deadline.referral.reference, _occasions(deadline.pk), at=at)
    _record(deadline.referral, f"deadline.{event}:{deadline.kind}", by=by, at=at)


def _restart(deadline: Deadline, since: datetime, *, by: Actor, at: datetime) -> None:
    move(deadline, by=by, at=at, **(made_by_rule(deadline.referral, DeadlineKind(deadline.kind), since) or {}))


def reopen(referral: Referral, stopped: QuerySet[Deadline], *, by: Actor, at: datetime) -> None:
    """What a step stopped that is put right. One of which another is open by now stays closed."""
    for deadline in stopped:
        if Deadline.objects.filter(referral=referral, kind=deadline.kind, done_at=None).exists():
            continue
        deadline.done_at = deadline.done_by = deadline.stopped_by = None
        deadline.outcome = ""
        deadline.save(update_fields=["done_at", "done_by", "outcome", "stopped_by"])
        _record(referral, f"deadline.reopened:{deadline.kind}", by=by, at=at)


def _record(referral: Referral, event: str, *, by: Actor | None, at: datetime) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at)


# Climbing


def climb(*, at: datetime) -> int:
    """How many climbed. Each rung is told of once, however often this runs, and at how many places at once."""
    climbed = sum(_climb(pk, at) for pk in list(to_climb(at).values_list("pk", flat=True)))
    listing.mark_overdue(at=at)
    return climbed


def to_climb(at: datetime) -> QuerySet[Deadline]:
    """Found by index. What was not looked at for long is still there, so a run that was missed loses nothing."""
    soon = Q(pk__in=[])
    for kind in DeadlineKind:
        if lead := climbing.lead_of(kind):
            soon |= Q(kind=kind, due_at__lte=at + lead)
    return _climbing(soon).order_by("due_at", "pk")


def _climbing(which: Q) -> QuerySet[Deadline]:
    return Deadline.objects.filter(which, done_at=None, paused_at=None, rung__lt=climbing.TOP)


@transaction.atomic
def _climb(pk: int, at: datetime) -> bool:
    """Whoever comes second finds it locked, or its rung written already."""
    locked = _climbing(Q(pk=pk)).select_for_update(of=("self",), skip_locked=True).select_related("referral__force")
    deadline = locked.first()
    rule = deadline.rule if deadline else None
    if deadline is None or rule is None:
        return False
    steps = climbing.climbs(rule, deadline.starts_at, deadline.due_at, deadline.nation)
    reached = climbing.rung_reached(steps, at)
    rungs = climbing.rungs_to_climb(steps, deadline.rung, reached)
    for rung in rungs:
        _tell(deadline, rule, rung, at)
    if rungs:
        deadline.rung = reached
        deadline.save(update_fields=["rung"])
        _record(deadline.referral, f"deadline.climbed:{deadline.kind}", by=None, at=at)
    return bool(rungs)


def _tell(deadline: Deadline, rule: Rule, rung: Rung, at: datetime) -> None:
    """Where there is no owner, or no supervisor, the unit is told instead."""
    people: list[int] = []
    if Tell.OWNER in rung.tell and deadline.owner_id:
        people.append(deadline.owner_id)
    if Tell.SUPERVISORS in rung.tell:
        people += _supervisors(deadline.referral, at)
    tell = tell_unit if Tell.UNIT in rung.tell or not people else tell_people
    tell(deadline.referral, _notice(rule, rung), f"{_occasions(deadline.pk)}{_told_of(deadline, rung)}", at, people)


def _notice(rule: Rule, rung: Rung) -> NoticeKind:
    """Only what is confirmed, and is more than an aim, can be breached."""
    if not rung.is_past:
        return NoticeKind.DEADLINE_NEAR
    return NoticeKind.CLOCK_BREACHED if rule.may_be_breached else NoticeKind.DEADLINE_PASSED


def _told_of(deadline: Deadline, rung: Rung) -> str:
    """With another day it is told of anew."""
    return f"due {deadline.due_at:%Y-%m-%d %H:%M} rung {rung.number}"


def _occasions(pk: int) -> str:
    """How every notice of one deadline begins."""
    return f"deadline {pk} "


def _supervisors(referral: Referral, at: datetime) -> list[int]:
    """Of the unit; where it has none, of the force."""
    usable = Membership.objects.usable(localdate(at)).filter(
        agency=referral.force_id, roles__contains=[Role.SUPERVISOR]
    )
    of_unit = usable.filter(units=referral.unit_id)
    return list((of_unit if of_unit.exists() else usable).values_list("user_id", flat=True))
