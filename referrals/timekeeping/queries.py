"""Every clock of a case with how it was worked out, and every rule with who says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Prefetch

from agencies.actors import Actor
from agencies.enums import Nation
from agencies.models import Agency
from audit import actions as audit
from audit.enums import Operation
from referrals import deadlines
from referrals.enums import ClockChange, ClockUnit, DeadlineKind
from referrals.models import ClockLength, Deadline, DeadlineChange, Referral
from referrals.rules.clocks import OF_LEAVE, Rule, local_day
from referrals.rules.clocks.due import at_moment, in_full, work_out
from referrals.rules.clocks.rule import Confirmed, Length, Own
from referrals.rules.clocks.table import RULES, SET_BY_FORCE, rule_on
from referrals.timekeeping import computing, rules
from referrals.timekeeping.computing import Moved

PAGE_SIZE = 50


@dataclass(frozen=True)
class ClockRow:
    """`lines` say how the date was worked out. `why`: for which reason it stands still."""

    deadline: Deadline
    rule: Rule | None
    lines: list[str]
    changes: list[DeadlineChange]
    why: str
    may_change: bool


@dataclass(frozen=True)
class RuleRow:
    rule: Rule
    nations: str
    until: str
    may_set: bool
    is_of_today: bool


@dataclass(frozen=True)
class Preview:
    """A page of what would move. `next_after`: where the next page begins."""

    rows: list[Moved]
    next_after: int | None


def clocks_of(
    referral: Referral, *, at: datetime, may_work: bool, may_approve: bool, with_leave: bool
) -> list[ClockRow]:
    """Those that run first, the one that is due first in front."""
    changes = Prefetch("changes", DeadlineChange.objects.select_related("changed_by", "evidence"))
    found = referral.deadlines.select_related("owner", "done_by").prefetch_related(changes)
    shown = [each for each in found if with_leave or each.kind not in OF_LEAVE]
    for deadline in shown:
        deadline.referral = referral
    rows = [_row(deadline, at, may_work=may_work, may_approve=may_approve) for deadline in shown]
    return sorted(rows, key=lambda row: row.deadline.done_at is not None)


def row_of(deadline: Deadline, *, at: datetime, may_approve: bool) -> ClockRow:
    return _row(deadline, at, may_work=True, may_approve=may_approve)


def possible(deadline: Deadline, *, at: datetime, may_approve: bool) -> list[ClockChange]:
    rule = deadline.rule
    if rule is None:
        return []
    return rules.possible(
        DeadlineKind(deadline.kind),
        rule,
        is_done=deadline.done_at is not None,
        is_paused=deadline.paused_at is not None,
        is_past=deadline.due_at <= at,
        may_approve=may_approve,
    )


def rules_of(agency: Agency | None, today: date, *, may_set: bool) -> list[RuleRow]:
    """Those that hold today in front, each kind once; then those that held before."""
    nation = Nation(agency.nation) if agency else Nation.ENGLAND
    own = [each.as_own for each in ClockLength.objects.filter(agency=agency)] if agency else []
    kinds = dict.fromkeys(rule.kind for rule in RULES)
    now = [rule for kind in kinds if (rule := rule_on(kind, today, nation, own) or rule_on(kind, today, None))]
    over = [rule for rule in RULES if not rule.holds_on(today, None)]
    return [
        *(_rule_row(rule, may_set=may_set and rule.kind in SET_BY_FORCE) for rule in now),
        *(_rule_row(rule, may_set=False, is_of_today=False) for rule in over),
    ]


def own_now(agency: Agency, kind: DeadlineKind, today: date) -> Rule | None:
    return rule_on(kind, today, Nation(agency.nation), deadlines.own_lengths(agency.pk, kind))


def preview(
    agency: Agency,
    kind: DeadlineKind,
    number: int,
    unit: ClockUnit,
    valid_from: date,
    after: int,
    *,
    by: Actor,
    at: datetime,
) -> Preview:
    """What would move if the length were set. Which cases were shown is on the ledger."""
    new = Own(kind, Length(number, unit), valid_from)
    own: dict[int | None, list[Own]] = {agency.pk: [*deadlines.own_lengths(agency.pk, kind), new]}
    running = computing.would_move(agency.pk, kind, valid_from).filter(pk__gt=after).order_by("pk")
    found = list(islice(computing.differing(running, own), PAGE_SIZE + 1))
    shown = [moved.deadline.referral.reference for moved in found[:PAGE_SIZE]]
    audit.record(Operation.CONSULTATION, "clock_rule.previewed", f"clock:{kind}", by=by, at=at, shown=shown)
    return Preview(found[:PAGE_SIZE], found[PAGE_SIZE - 1].deadline.pk if len(found) > PAGE_SIZE else None)


def _row(deadline: Deadline, at: datetime, *, may_work: bool, may_approve: bool) -> ClockRow:
    changes = list(deadline.changes.all())
    paused = [change.reason for change in changes if change.kind == DeadlineChange.Kind.PAUSED]
    return ClockRow(
        deadline=deadline,
        rule=deadline.rule,
        lines=list(_lines(deadline, deadline.rule, changes)),
        changes=changes,
        why=paused[-1] if paused and deadline.paused_at else "",
        may_change=may_work and bool(possible(deadline, at=at, may_approve=may_approve)),
    )


def _lines(deadline: Deadline, rule: Rule | None, changes: list[DeadlineChange]) -> Iterator[str]:
    if rule and rule.confirmed == Confirmed.BY_LETTER:
        first = changes[0].due_before if changes else deadline.due_at
        yield f"From {in_full(local_day(deadline.starts_at))}. {rule.since}."
        yield f"The letter names {in_full(local_day(first))}."
    elif rule and rule.length:
        yield from work_out(rule, deadline.starts_at, deadline.nation).lines
    for change in changes:
        yield f"{_done(change)}, by {change.changed_by}, {at_moment(change.changed_at)}: {change.reason}"


def _done(change: DeadlineChange) -> str:
    until = in_full(local_day(change.due_after))
    match change.kind:
        case DeadlineChange.Kind.PAUSED:
            return "Paused"
        case DeadlineChange.Kind.RESUMED:
            return f"Went on, so until {until}"
        case _:
            return f"Given a later day, {until}"


def _rule_row(rule: Rule, *, may_set: bool, is_of_today: bool = True) -> RuleRow:
    nations = ", ".join(nation.label for nation in Nation if nation in rule.nations)
    until = in_full(rule.valid_to) if rule.valid_to else ""
    return RuleRow(rule, nations, until, may_set=may_set, is_of_today=is_of_today)
