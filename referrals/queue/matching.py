"""What the registry of filters asks of the database. A row is reached only through a case that the reader may see."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.timezone import get_current_timezone

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from referrals.enums import TrackState
from referrals.listing import FAR
from referrals.models import QueueRow, Referral
from referrals.queue.filters import (
    BY_NAME,
    IN_DANGER,
    MYSELF,
    NOBODY,
    UNFINISHED,
    WAITS_FOR_HOME_OFFICE,
    WITHIN,
    Asked,
    ClockState,
    Filter,
    How,
    Tab,
    Value,
)
from victims.enums import AgeGroup

COUNTS_AS_CHILD = (AgeGroup.CHILD, AgeGroup.UNSURE)
Rows = QuerySet[QueueRow]


def of_force(actor: Actor) -> Rows:
    """Every case of the force one acts for that one may see, open or closed."""
    return QueueRow.objects.filter(force=actor.agency_id, referral__in=Referral.objects.visible_to(actor))


def of_force_to_count(actor: Actor) -> Rows:
    """The same cases, for counts and for finding keys, never for showing one: a row is written together with its case,
    so what the force has is seen by whoever may see that, but for what they are kept from. Asked of each row by itself,
    that took a hundred times as long as counting.
    """
    if Relation.OWNING_FORCE not in access.relations_that_allow(actor, Permission.SEE_REFERRAL):
        return of_force(actor)
    rows = QueueRow.objects.filter(force=actor.agency_id)
    return rows.exclude(referral__in=Referral.objects.barred_to(actor))


def matching(actor: Actor, asked: Asked, at: datetime) -> Rows:
    """All but the text, for which see searching.py."""
    return _matching(of_force(actor), actor, asked, at)


def matching_to_count(actor: Actor, asked: Asked, at: datetime) -> Rows:
    return _matching(of_force_to_count(actor), actor, asked, at)


def _matching(rows: Rows, actor: Actor, asked: Asked, at: datetime) -> Rows:
    rows = rows.filter(_of_tab(asked.tab, actor))
    for name, values in asked.values.items():
        wanted = BY_NAME[name]
        if wanted.how != How.WORDS:
            rows = rows.filter(MATCH[wanted.how](wanted, values, actor, at))
    return rows


def following(rows: Rows, asked: Asked) -> Rows:
    """In order, after the row at which the page before ended: one comparison of rows, which is a range of an index."""
    if asked.cursor:
        compare = TupleLessThan if asked.sort.is_descending else TupleGreaterThan
        rows = rows.filter(compare(Tuple(*_columns(asked)), asked.cursor))
    return rows.order_by(*asked.sort.order)


def cursor_of(row: QueueRow, asked: Asked) -> str:
    return asked.sort.cursor_of(getattr(row, name) for name in asked.sort.columns)


def _columns(asked: Asked) -> list[str]:
    return ["referral_id" if name == "pk" else name for name in asked.sort.columns]


def _of_tab(tab: Tab, actor: Actor) -> Q:
    is_open = Q(is_open=True)
    match tab:
        case Tab.NEEDS_US:
            return Q(needs_us=True)
        case Tab.MINE:
            return is_open & Q(owner=actor.user_id)
        case Tab.NOBODYS:
            return is_open & Q(owner=None)
        case Tab.CHILDREN:
            return is_open & Q(age__in=COUNTS_AS_CHILD)
        case Tab.HOME_OFFICE:
            return is_open & Q(status__in=WAITS_FOR_HOME_OFFICE)
        case Tab.OPEN:
            return is_open
        case Tab.ALL:
            return Q()


# One condition for each way to ask


Values = tuple[Value, ...]


def _is(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    return Q(**{f"{wanted.column}__in": values})


def _holds(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    return Q(**{f"{wanted.column}__overlap": list(values)})


def _from(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    return Q(**{f"{wanted.column}__gte": _begin(values[0])})


def _to(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    """The day counts as well, to its end in local time."""
    return Q(**{f"{wanted.column}__lt": _begin(values[0], days_later=1)})


def _begin(day: Value, *, days_later: int = 0) -> datetime:
    """In local time, so that a day of 23 or 25 hours is one day."""
    return datetime.combine(day + timedelta(days=days_later), time(), get_current_timezone())  # type: ignore[operator]  # asked of days only


def _owner(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    keys = [actor.user_id if value == MYSELF else value for value in values if value != NOBODY]
    owned = Q(owner__in=keys)
    return owned | Q(owner=None) if NOBODY in values else owned


def _track(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    """A track of which nothing is recorded is not in the row."""
    found = Q(pk__in=[])
    for value in values:
        track, _, state = str(value).partition(".")
        is_missing = state == TrackState.NOT_STARTED
        found |= ~Q(tracks__has_key=track) if is_missing else Q(tracks__contains={track: state})
    return found


def _clock(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    """By the time itself: what a row says of being overdue is written a little later."""
    found = Q(pk__in=[])
    for value in values:
        state = ClockState(str(value))
        if state == ClockState.NONE:
            found |= Q(next_due_at=FAR)
        elif state == ClockState.OVERDUE:
            found |= Q(next_due_at__lte=at)
        else:
            found |= Q(next_due_at__gt=at, next_due_at__lte=at + WITHIN[state])
    return found


def _flag(wanted: Filter, values: Values, actor: Actor, at: datetime) -> Q:
    found = Q(flags__overlap=[value for value in values if value not in (IN_DANGER, UNFINISHED)])
    if IN_DANGER in values:
        found |= Q(is_in_danger=True)
    if UNFINISHED in values:
        found |= Q(is_urgent_unfinished=True)
    return found


MATCH: Mapping[How, Callable[[Filter, Values, Actor, datetime], Q]] = {
    How.IS: _is,
    How.HOLDS: _holds,
    How.FROM: _from,
    How.TO: _to,
    How.OWNER: _owner,
    How.TRACK: _track,
    How.CLOCK: _clock,
    How.FLAG: _flag,
}
