"""What a stored clock ought to say: worked out anew from its rule and from what was done with it since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from agencies.actors import Actor
from referrals import deadlines, listing
from referrals.enums import DeadlineKind
from referrals.models import ClockLength, Deadline, DeadlineChange, Referral
from referrals.rules.clocks import Own, Rule, due, local_day, rule_on, start_of
from referrals.rules.clocks.rule import Confirmed

AT_ONCE = 2000


@dataclass(frozen=True)
class Moved:
    """A clock that does not stand where its rule puts it."""

    deadline: Deadline
    columns: dict[str, Any]

    @property
    def due_at(self) -> datetime:
        found: datetime = self.columns["due_at"]
        return found


def computed(deadline: Deadline, own: Iterable[Own] = ()) -> dict[str, Any] | None:
    """The columns that follow. One that runs goes by the rule that holds now for its first day; one that is over, or
    whose day somebody named, by the one it was made by. None: no rule says anything.
    """
    is_settled = deadline.done_at is not None or deadline.is_typed
    rule = deadline.rule if is_settled else _rule_now(deadline, own)
    if rule is None or (rule.length is None and not deadline.is_typed):
        return None
    length = rule.length if rule.confirmed == Confirmed.BY_FORCE else None
    return {
        "due_at": max(_due(deadline, rule), deadline.starts_at),
        "rule_from": rule.valid_from,
        "own_number": length.number if length else None,
        "own_unit": length.unit if length else "",
    }


def differing(rows: QuerySet[Deadline], own: Mapping[int | None, Sequence[Own]]) -> Iterator[Moved]:
    """`own`: the lengths that each force gave itself."""
    for deadline in with_all_it_needs(rows).iterator(chunk_size=AT_ONCE):
        if moved := moved_or_none(deadline, own.get(deadline.referral.force_id, ())):
            yield moved


def moved_or_none(deadline: Deadline, own: Iterable[Own]) -> Moved | None:
    """A row that was made before its rule was kept with it does not differ by that alone."""
    columns = computed(deadline, own)
    if columns is None:
        return None
    stored = {name: getattr(deadline, name) for name in columns}
    if deadline.rule_from is None:
        stored["rule_from"] = columns["rule_from"]
    return Moved(deadline, columns) if columns != stored else None


def own_of_each_force() -> dict[int | None, list[Own]]:
    found: dict[int | None, list[Own]] = {}
    for row in ClockLength.objects.all():
        found.setdefault(row.agency_id, []).append(row.as_own)
    return found


def with_all_it_needs(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    return rows.select_related("referral__force").prefetch_related("changes")


def would_move(agency_id: int, kind: DeadlineKind, valid_from: date) -> QuerySet[Deadline]:
    """Those that run, began since a day, and go by a rule: what a letter or a person said stands."""
    since = start_of(valid_from)
    running = Deadline.objects.filter(referral__force=agency_id, kind=kind, done_at=None, is_typed=False)
    return running.filter(starts_at__gte=since)


@transaction.atomic
def rewrite(pk: int, *, by: Actor | None, at: datetime) -> bool:
    """Whether it had to be. Told of anew, if it runs and stands elsewhere now."""
    referral_id = Deadline.objects.values_list("referral_id", flat=True).get(pk=pk)
    referral = Referral.objects.locked(referral_id)
    deadline = with_all_it_needs(Deadline.objects.filter(pk=pk)).get()
    kind = DeadlineKind(deadline.kind)
    own = [each.as_own for each in ClockLength.objects.filter(agency=referral.force_id, kind=kind)]
    moved = moved_or_none(deadline, own)
    if moved is None:
        return False
    if deadline.done_at is None and moved.due_at != deadline.due_at:
        deadlines.move(deadline, by=by, at=at, **moved.columns)
    else:
        Deadline.objects.filter(pk=pk).update(**moved.columns)
    listing.refresh(referral, at=at)
    return True


def _rule_now(deadline: Deadline, own: Iterable[Own]) -> Rule | None:
    return rule_on(DeadlineKind(deadline.kind), local_day(deadline.starts_at), deadline.nation, own)


def _due(deadline: Deadline, rule: Rule) -> datetime:
    changes = list(deadline.changes.all())
    if deadline.is_typed:
        found = changes[0].due_before if changes else deadline.due_at
    else:
        found = due.due_by(rule, deadline.starts_at, deadline.nation)
    paused_at = deadline.starts_at
    for change in changes:
        match change.kind:
            case DeadlineChange.Kind.PAUSED:
                paused_at = change.changed_at
            case DeadlineChange.Kind.RESUMED:
                found = due.after_pause(rule, found, paused_at, change.changed_at, deadline.nation)
            case _:
                found = change.due_after
    return found
