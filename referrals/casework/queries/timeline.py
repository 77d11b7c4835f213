"""What happened to a case, newest first: merged, ordered and cut into pages by the database.

One question finds the page, whatever its rows are; then one for each sort of row that is on it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from agencies.statements import A_KEY, A_NAME, ANOTHER_KEY, Statement
from referrals.casework.queries.entries import SOURCES, Entry, Source, without_leave
from referrals.casework.rules.due import clock_of_task
from referrals.casework.rules.timeline import Shown, cursor
from referrals.models import Deadline, Referral, Task
from referrals.rules.clocks import Clock, start_of

PAGE = 20
MOST_COMING = 12
# Blanks for the keys of some rows.
FEW = (-8_314_101, -8_314_102, -8_314_103)
Key = tuple[str, datetime, int]


@dataclass(frozen=True)
class Page:
    """`after`: where the next page begins. Empty: there is no more."""

    entries: list[Entry]
    after: str


def sources_for(shown: Collection[Shown], *, sees_leave: bool) -> list[Source]:
    return [source if sees_leave else without_leave(source) for source in SOURCES if source.shown in shown]


def page_of(referral: Referral, sources: Sequence[Source], after: str = "", size: int = PAGE) -> Page:
    keys = _keys(referral, sources, _last(referral, sources, after), size + 1)
    entries = _entries(referral, sources, keys[:size])
    code, _, pk = keys[size - 1] if len(keys) > size else ("", None, 0)
    return Page(entries, f"{code}-{pk}" if code else "")


def everything(referral: Referral, sources: Sequence[Source]) -> list[Entry]:
    """Oldest first, for paper."""
    found = [source.entry(row, referral) for source in sources for row in _whole(source, referral)]
    return sorted(found, key=lambda entry: entry.at)


def counts(referral: Referral, *, sees_leave: bool) -> dict[Shown, int]:
    """How much there is of each group, in one question."""
    asked = [
        _plain(source, referral).values("sort").annotate(number=Count("pk")).values_list("sort", "number")
        for source in sources_for(list(Shown), sees_leave=sees_leave)
    ]
    groups = {source.code: source.shown for source in SOURCES}
    found: dict[Shown, int] = dict.fromkeys(Shown, 0)
    for code, number in asked[0].union(*asked[1:], all=True):
        found[groups[code]] += number
    return found


def _plain(source: Source, referral: Referral) -> QuerySet[Any]:
    return source.rows(referral).order_by().annotate(sort=Value(source.code, CharField()), moment=source.at)


def _whole(source: Source, referral: Referral) -> QuerySet[Any]:
    return source.rows(referral).select_related(*source.related).order_by("pk")


def _keys(referral: Referral, sources: Sequence[Source], last: Key | None, size: int) -> list[Key]:
    """Each sort of row gives no more than a page of itself."""
    if not sources:
        return []
    if last:
        return list(_merged([_plain(each, referral).filter(_follows(each, last)) for each in sources], size))
    blanks = {A_KEY: referral.pk, ANOTHER_KEY: referral.person_id, A_NAME: referral.reference}
    return _newest(tuple(sources), size).rows(blanks)


@lru_cache(maxsize=200)
def _newest(sources: Sequence[Source], size: int) -> Statement[Key]:
    of_any = Referral(pk=A_KEY, person_id=ANOTHER_KEY, reference=A_NAME)
    return Statement(_merged([_plain(each, of_any) for each in sources], size))


def _merged(asked: Iterable[QuerySet[Any]], size: int) -> QuerySet[Any]:
    pages = [rows.order_by("-moment", "-pk").values_list("sort", "moment", "pk")[:size] for rows in asked]
    if len(pages) == 1:
        return pages[0]
    return pages[0].union(*pages[1:], all=True).order_by("-moment", "-sort", "-pk")[:size]


def _follows(source: Source, last: Key) -> Q:
    code, moment, pk = last
    if source.code < code:
        return Q(moment__lte=moment)
    return Q(moment__lt=moment) | Q(moment=moment, pk__lt=pk) if source.code == code else Q(moment__lt=moment)


def _last(referral: Referral, sources: Iterable[Source], after: str) -> Key | None:
    """Of a cursor that means a row of this case. Any other begins at the beginning."""
    found = cursor(after)
    source = next((each for each in sources if found and each.code == found[0]), None)
    if found is None or source is None:
        return None
    return _plain(source, referral).filter(pk=found[1]).values_list("sort", "moment", "pk").first()


def _entries(referral: Referral, sources: Sequence[Source], keys: Sequence[Key]) -> list[Entry]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for code, _, pk in keys:
        wanted[code].append(pk)
    found = {
        (source.code, row.pk): source.entry(row, referral)
        for source in sources
        if source.code in wanted
        for row in _rows(source, referral, wanted[source.code])
    }
    return [found[code, pk] for code, _, pk in keys]


def _rows(source: Source, referral: Referral, keys: Sequence[int]) -> Iterable[Any]:
    """The few that a case begins with are asked for at every look at it."""
    if len(keys) > len(FEW):
        return _whole(source, referral).filter(pk__in=keys)
    known: dict[object, object] = {A_KEY: referral.pk, ANOTHER_KEY: referral.person_id, A_NAME: referral.reference}
    known |= {blank: keys[place] if place < len(keys) else 0 for place, blank in enumerate(FEW)}
    return _few(source).rows(known)


@lru_cache(maxsize=200)
def _few(source: Source) -> Statement[Any]:
    of_any = Referral(pk=A_KEY, person_id=ANOTHER_KEY, reference=A_NAME)
    return Statement(_whole(source, of_any).filter(pk__in=FEW))


# What is to come


@dataclass(frozen=True)
class Coming:
    """A clock of the case, or a task with a last day and with how much time it has."""

    what: str
    at: datetime
    whose: object
    deadline: Deadline | None = None
    task: Task | None = None
    clock: Clock | None = None


def coming_up(referral: Referral, deadlines: Iterable[Deadline], tasks: Iterable[Task], today: date) -> list[Coming]:
    """Soonest first."""
    clocks = [
        Coming(each.get_kind_display(), each.due_at, each.owner or referral.unit, deadline=each)
        for each in deadlines
        if each.done_at is None
    ]
    to_do = [
        Coming(
            *(task.title, start_of(task.due_on), task.owner or referral.unit),
            task=task,
            clock=clock_of_task(task.due_on, today),
        )
        for task in tasks
        if task.due_on
    ]
    return sorted([*clocks, *to_do], key=lambda each: each.at)[:MOST_COMING]
