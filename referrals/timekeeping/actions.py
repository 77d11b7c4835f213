"""What is done with a clock that runs, and how long a force gives itself. Each is kept with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from referrals import deadlines, listing
from referrals.enums import ClockChange, ClockUnit, DeadlineKind
from referrals.models import ClockLength, Deadline, DeadlineChange, EvidenceFile, Referral
from referrals.rules.clocks import OF_LEAVE, Rule, changing, due, local_day
from referrals.rules.clocks.table import SET_BY_FORCE
from referrals.timekeeping import computing, rules

CHANGED = "Somebody else changed this clock after you opened the page. Look at how it stands now."
RULE_CHANGED = "Somebody else set this length after you opened the page. Look at what it is now."
NO_RULE = "No rule is known for this clock, so it can only be met."
SAY_UNTIL = "Enter the day until which it runs then."
NOT_YOURS_TO_SET = "Only the length of a local standard can be set here."
Kind = DeadlineChange.Kind


@transaction.atomic
def change_clock(
    pk: int,
    deadline_pk: int,
    *,
    what: ClockChange,
    reason: str,
    evidence: EvidenceFile | None,
    until: date | None,
    seen: str,
    by: Actor,
    at: datetime,
) -> Deadline:
    """`seen`: how the clock stood on the page."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.WORK_CASE, referral.relations_to(by))
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline_pk, referral=referral)
    deadline.referral = referral
    if deadline.kind in OF_LEAVE:
        access.require(by, Permission.SEE_LEAVE, referral.relations_to(by))
    if seen != seen_of(deadline):
        raise Stale(CHANGED)
    if what == ClockChange.END:
        _end(deadline, reason, by, at)
    else:
        _change(deadline, what, reason, evidence, until, by, at)
    listing.refresh(referral, at=at, by=by)
    return deadline


def seen_of(deadline: Deadline) -> str:
    """Another, once anything was done with it."""
    return f"{deadline.due_at:%Y%m%d%H%M%S} {deadline.paused_at or ''} {deadline.done_at or ''}".strip()


@transaction.atomic
def set_length(
    *, kind: DeadlineKind, number: int, unit: ClockUnit, valid_from: date, seen: int, by: Actor, at: datetime
) -> ClockLength:
    """Moves the clocks that run under it since that day. Starts none. `seen`: the newest that the page showed."""
    access.require(by, Permission.CHANGE_CLOCK_RULES, {Relation.OWN_AGENCY})
    agency = Agency.objects.select_for_update().get(pk=by.agency_id)
    if kind not in SET_BY_FORCE:
        raise Refused(NOT_YOURS_TO_SET)
    if newest_of(agency.pk, kind) != seen:
        raise Stale(RULE_CHANGED)
    if reason := rules.reason_not_to_set(number, unit, valid_from, localdate(at)):
        raise Refused(reason)
    given = {"kind": kind, "number": number, "unit": unit, "valid_from": valid_from}
    made = ClockLength.objects.create(agency=agency, set_by_id=by.user_id, set_at=at, **given)
    audit.record(Operation.ALTERATION, "clock_rule.set", f"clock:{kind}", by=by, at=at, changed={**given})
    for moving in list(computing.would_move(agency.pk, kind, valid_from).values_list("pk", flat=True)):
        computing.rewrite(moving, by=by, at=at)
    return made


def newest_of(agency_id: int, kind: DeadlineKind) -> int:
    """0: the force has set none."""
    found = ClockLength.objects.filter(agency=agency_id, kind=kind).order_by("pk").last()
    return found.pk if found else 0


def _end(deadline: Deadline, reason: str, by: Actor, at: datetime) -> None:
    may_approve = access.may(by, Permission.APPROVE, deadline.referral.relations_to(by))
    kind = DeadlineKind(deadline.kind)
    _ask(rules.reason_not_to_end(kind, may_approve=may_approve))
    if not deadlines.meet(deadline.referral, kind, outcome=reason[:200], by=by, at=at):
        raise Refused(changing.NOT_RUNNING)


def _change(
    deadline: Deadline,
    what: ClockChange,
    reason: str,
    evidence: EvidenceFile | None,
    until: date | None,
    by: Actor,
    at: datetime,
) -> None:
    rule = deadline.rule
    if rule is None:
        raise Refused(NO_RULE)
    before = deadline.due_at
    match what:
        case ClockChange.PAUSE:
            kind, columns = Kind.PAUSED, _paused(deadline, rule, evidence, at)
        case ClockChange.RESUME:
            kind, columns = Kind.RESUMED, _resumed(deadline, rule, at)
        case _:
            kind, columns = Kind.EXTENDED, _extended(deadline, rule, evidence, until, at)
    deadlines.move(deadline, by=by, at=at, event=kind, **columns)
    DeadlineChange.objects.create(
        deadline=deadline, kind=kind, reason=reason, evidence=evidence, due_before=before, due_after=deadline.due_at,
        changed_by_id=by.user_id, changed_at=at,
    )  # fmt: skip


def _paused(deadline: Deadline, rule: Rule, evidence: EvidenceFile | None, at: datetime) -> dict[str, object]:
    _ask(
        changing.reason_not_to_pause(
            rule,
            is_done=deadline.done_at is not None,
            is_paused=deadline.paused_at is not None,
            is_past=deadline.due_at <= at,
            has_paper=evidence is not None,
        )
    )
    return {"paused_at": at}


def _resumed(deadline: Deadline, rule: Rule, at: datetime) -> dict[str, object]:
    paused_at = deadline.paused_at
    _ask(changing.reason_not_to_resume(is_done=deadline.done_at is not None, is_paused=paused_at is not None))
    later = due.after_pause(rule, deadline.due_at, paused_at or at, at, deadline.nation)
    return {"paused_at": None, "due_at": later}


def _extended(
    deadline: Deadline, rule: Rule, evidence: EvidenceFile | None, until: date | None, at: datetime
) -> dict[str, object]:
    if until is None:
        raise Refused(SAY_UNTIL)
    _ask(
        changing.reason_not_to_extend(
            rule,
            until=until,
            last_day=local_day(deadline.due_at),
            today=localdate(at),
            is_done=deadline.done_at is not None,
            is_paused=deadline.paused_at is not None,
            has_paper=evidence is not None,
        )
    )
    return {"due_at": due.on_the_day(rule, until), "is_typed": True}


def _ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
