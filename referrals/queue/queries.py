"""What the queue shows: one page of cases, how many each tab has, and what the button would give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from agencies.actors import Actor
from agencies.counting import Lists, count_all, count_of_each, counting
from agencies.enums import ListName
from agencies.models import ListedValue, Unit, User
from agencies.statements import A_MOMENT, A_PERSON, Statement, Text, anybody
from audit import actions as audit
from audit.enums import Operation
from notifications.models import Call
from referrals.enums import DeadlineKind
from referrals.listing import FAR
from referrals.lodging.queries import queue as lodging
from referrals.lodging.queries.queue import Wait
from referrals.models import Deadline, QueueRow
from referrals.queue import searching
from referrals.queue.around import Shelf
from referrals.queue.filters import SORTS, TABS, Asked, Tab
from referrals.queue.matching import (
    Rows,
    cursor_of,
    following,
    matching,
    matching_to_count,
    of_force,
    of_force_to_count,
)
from referrals.queue.shown import Row, row_of

SOON_18 = timedelta(days=28)
# Lists of what is not a lodged case, or waits for somebody who is not its author.
WAITS = (Wait.CHECK, Wait.DRAFTS)
SHOWN = "shown"
# The first of the blanks for the rows of a page.
A_ROW = -8_315_000


@dataclass(frozen=True)
class Listed:
    """One page. `next_after` is empty on the last. `is_capped`: older matches of the words are left out."""

    rows: list[Row]
    next_after: str = ""
    found: int | None = None
    is_capped: bool = False


def list_cases(actor: Actor, asked: Asked, at: datetime, *, beside: Iterable[str] = ()) -> Listed:
    """`beside`: references that the page shows besides the list, for the ledger."""
    listed = _search(actor, asked, at) if asked.text else _page(actor, asked, at)
    shown = [*dict.fromkeys([*beside, *(row.reference for row in listed.rows)])]
    event = "queue.searched" if asked.text else f"queue.listed:{asked.tab}"
    audit.record(Operation.CONSULTATION, event, by=actor, at=at, shown=shown)
    return listed


def _page(actor: Actor, asked: Asked, at: datetime) -> Listed:
    found = _found(actor, asked, at)
    page = found[: asked.size]
    next_after = cursor_of(page[-1], asked) if len(found) > asked.size else ""
    return Listed([row_of(row, actor, at) for row in page], next_after)


def _found(actor: Actor, asked: Asked, at: datetime) -> list[QueueRow]:
    """One more than is shown."""
    if asked.is_filtered or asked.after:
        return list(_rows_of(actor, asked, at))
    return _begin_of(anybody(actor), asked.tab, asked.sort.name, asked.size).rows({A_PERSON: actor.user_id}, at)


@lru_cache(maxsize=500)
def _begin_of(actor: Actor, tab: Tab, sort: str, size: int) -> Statement[QueueRow]:
    """What is looked at most: a tab from its beginning."""
    return Statement(_rows_of(actor, Asked(tab=tab, sort=SORTS[sort], size=size), A_MOMENT))


def _rows_of(actor: Actor, asked: Asked, at: datetime) -> Rows:
    return _with_facts(following(matching(actor, asked, at), asked), at)[: asked.size + 1]


def _search(actor: Actor, asked: Asked, at: datetime) -> Listed:
    found = searching.find(matching_to_count(actor, asked, at), asked.text)
    pks, next_after = found.page(asked.after, asked.size)
    rows = {row.pk: row for row in _those(actor, pks, asked.size, at)} if pks else {}
    page = [rows[pk] for pk in pks if pk in rows]
    return Listed([row_of(row, actor, at) for row in page], next_after, len(found.pks), found.is_capped)


def _those(actor: Actor, pks: Sequence[int], size: int, at: datetime) -> list[QueueRow]:
    """Those of a page, of which there are no more than it is long."""
    keys: dict[object, object] = dict(zip_longest(_blank_keys(size), pks, fillvalue=0))
    return _of_a_page(anybody(actor), size).rows({**keys, A_PERSON: actor.user_id}, at)


@lru_cache(maxsize=500)
def _of_a_page(actor: Actor, size: int) -> Statement[QueueRow]:
    return Statement(_with_facts(of_force(actor).filter(pk__in=_blank_keys(size)), A_MOMENT))


def _blank_keys(size: int) -> range:
    """As many keys as no row has."""
    return range(A_ROW, A_ROW - size, -1)


def _with_facts(rows: Rows, at: datetime) -> Rows:
    reference = OuterRef("referral__reference")
    unanswered = Call.objects.filter(reference=reference, acknowledged_at=None, settled_at=None)
    birthday = Deadline.objects.filter(referral=OuterRef("pk"), kind=DeadlineKind.TURNS_18, done_at=None)
    return (
        rows.select_related("referral", "owner", "claimed_by")
        .defer("words")
        .annotate(
            town_label=Subquery(_label(ListName.TOWNS, "town")),
            is_unanswered=Exists(unanswered),
            turns_18=Exists(birthday.filter(due_at__lte=at + SOON_18)),
        )
    )


def labels(list_name: ListName, codes: Iterable[Any]) -> dict[str, str]:
    return dict(ListedValue.objects.filter(list_name=list_name, code__in=list(codes)).values_list("code", "label"))


def _label(list_name: ListName, column: str) -> QuerySet[Any]:
    return ListedValue.objects.filter(list_name=list_name, code=OuterRef(column)).values("label")[:1]


# Tabs


def counts(
    actor: Actor,
    shelved: Iterable[Shelf],
    at: datetime,
    *,
    also: Lists = MappingProxyType({}),
    shown: Asked | None = None,
) -> dict[str, int]:
    """By the name of a tab, of a wait, or by "saved" and the key of a filter; and how many the page's own list has.

    `also`: whatever else the page counts, so that all of it is one query.
    """
    lists: dict[str, QuerySet[Any] | Text] = {**also, **_of_the_tabs(anybody(actor))}
    lists |= {f"saved-{shelf.saved.pk}": matching_to_count(actor, shelf.asked, at) for shelf in shelved}
    is_a_tab = shown is not None and not shown.is_filtered and shown.tab in lists
    if shown and not is_a_tab:
        lists[SHOWN] = matching_to_count(actor, shown, at)
    found = count_all(lists, {A_PERSON: actor.user_id}, at)
    return {**found, SHOWN: found[shown.tab]} if shown and is_a_tab else found


@lru_cache(maxsize=500)
def _of_the_tabs(actor: Actor) -> Mapping[str, Text]:
    """What each page counts for them: to build the statements takes longer than to count."""
    tabs = {tab.value: counting(matching_to_count(actor, Asked(tab=tab), A_MOMENT)) for tab in TABS if tab != Tab.ALL}
    return {**tabs, **{wait.value: counting(lodging.waiting(actor, wait)) for wait in WAITS}}


# What the button gives


def unclaimed(actor: Actor, at: datetime) -> Rows:
    """Cases that need somebody and have nobody, of one's units, most pressing first. A claim that ran out is none."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    rows = of_force(actor).filter(free, needs_us=True, owner=None)
    if actor.unit_ids:
        rows = rows.filter(Q(unit=None) | Q(unit__in=actor.unit_ids))
    return rows.order_by("pressing", "next_due_at", "pk")


@dataclass(frozen=True)
class Offer:
    """The case that the button would give, or the one that it gave and that is not worked on yet."""

    row: Row
    held_until: datetime | None = None


def offer(actor: Actor, at: datetime) -> Offer | None:
    """What one holds comes first, so that both are one question."""
    found = next(iter(_offered(anybody(actor)).rows({A_PERSON: actor.user_id}, at)), None)
    if found is None:
        return None
    is_held = found.claimed_by_id == actor.user_id and found.claimed_until is not None and found.claimed_until > at
    return Offer(row_of(found, actor, at), found.claimed_until if is_held else None)


@lru_cache(maxsize=500)
def _offered(actor: Actor) -> Statement[QueueRow]:
    held = Q(claimed_by=actor.user_id, claimed_until__gt=A_MOMENT)
    given = unclaimed(actor, A_MOMENT).values("pk")[:1]
    rows = of_force(actor).filter(owner=None).filter(held | Q(pk__in=given))
    first = Case(When(held, then=Value(0)), default=Value(1))
    return Statement(_with_facts(rows, A_MOMENT).annotate(place=first).order_by("place", "pk")[:1])


def next_due(actor: Actor, at: datetime) -> Row | None:
    """The open case whose clock runs out first: what an empty list says comes next."""
    rows = of_force(actor).filter(is_open=True, next_due_at__lt=FAR)
    found = _with_facts(rows, at).order_by("next_due_at", "pk").first()
    return row_of(found, actor, at) if found else None


# Who has how much


@dataclass(frozen=True)
class Load:
    """Of one person, or of nobody."""

    user_id: int | None
    name: str
    open: int
    needs: int


def every_unit(keys: Iterable[Any]) -> QuerySet[Unit]:
    """Also those that are no longer there: a case may have been with one."""
    return Unit.objects.filter(pk__in=list(keys))


def loads(actor: Actor, people: Mapping[int, str], at: datetime) -> list[Load]:
    """Of each of these people, then of nobody."""
    rows = of_force_to_count(actor).filter(is_open=True)
    has = {"open": rows, "needs": rows.filter(needs_us=True)}
    theirs = {name: count_of_each(each.filter(owner=OuterRef("pk"))) for name, each in has.items()}
    counted = User.objects.filter(pk__in=people).annotate(**theirs).values_list("pk", *theirs)
    found = {pk: counts for pk, *counts in counted}
    nobodys = count_all({name: each.filter(owner=None) for name, each in has.items()})
    return [*(Load(key, name, *found[key]) for key, name in people.items()), Load(None, "No owner", **nobodys)]
