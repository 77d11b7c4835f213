"""What somebody finds in their inbox. Everything here asks first what they may see now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from django.db.models import Count, Q, QuerySet, TextChoices, Value
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.counting import counting
from agencies.pages import Page, Request, page_after
from agencies.statements import A_PERSON, Statement, Text, anybody
from notifications.enums import NoticeKind
from notifications.inbox.words import capped, day_heading
from notifications.kinds import heard_without_a_case
from notifications.models import InboxItem
from notifications.subjects import subjects

ORDER = ["-delivered_at", "-pk"]
KEPT = "unread"


class Show(TextChoices):
    MINE = "mine", "Mine"
    UNIT = "unit", "My unit"
    READ = "read", "Read"


SHOWN = {
    Show.MINE: Q(unit=None),
    Show.UNIT: Q(unit__isnull=False),
    Show.READ: Q(read_at__isnull=False),
}


# By the name under which other lists are counted with them.
UNREAD = {"unread-mine": Show.MINE, "unread-unit": Show.UNIT}


@dataclass(frozen=True)
class Unread:
    """`mine` came by name, `units` through a unit."""

    mine: int
    units: int

    @property
    def total(self) -> int:
        return self.mine + self.units

    @property
    def words(self) -> str:
        """Empty for none."""
        return capped(self.total) if self.total else ""

    @property
    def tabs(self) -> list[tuple[Show, str]]:
        counts = {Show.MINE: self.mine, Show.UNIT: self.units}
        return [(show, f"{show.label} ({capped(counts[show])})" if counts.get(show) else show.label) for show in Show]


def visible(actor: Actor) -> QuerySet[InboxItem]:
    """What is about no case has no reference, and is for those with a role that hears of it."""
    about = subjects().named_and_visible(actor, "notice__reference")
    if heard := heard_without_a_case(actor):
        about |= Q(notice__reference="", notice__kind__in=heard)
    return InboxItem.objects.filter(about, person=actor.user_id)


def unread(actor: Actor) -> Unread:
    [found] = _counting_unread(anybody(actor)).rows({A_PERSON: actor.user_id})
    return Unread(*found)


@lru_cache(maxsize=500)
def _counting_unread(actor: Actor) -> Statement[tuple[int, int]]:
    by_name = Count("pk", filter=SHOWN[Show.MINE])
    through_units = Count("pk", filter=SHOWN[Show.UNIT])
    every = visible(actor).filter(read_at=None).order_by().annotate(everybody=Value(1)).values("everybody")
    return Statement(every.annotate(mine=by_name, units=through_units).values_list("mine", "units"))


@lru_cache(maxsize=500)
def unread_lists(actor: Actor) -> Mapping[str, Text]:
    """For a page that counts other lists in the same query, and says with `know_unread` what it found.

    `actor` may be anybody, with a blank for who it is.
    """
    return {name: counting(visible(actor).filter(SHOWN[show], read_at=None)) for name, show in UNREAD.items()}


def know_unread(request: Request, counts: Mapping[str, int]) -> None:
    mine, units = (counts[name] for name in UNREAD)
    setattr(request, KEPT, Unread(mine, units))


def unread_of(request: Request) -> Unread:
    """Counted once for a page, however many of its parts ask."""
    known: Unread | None = getattr(request, KEPT, None)
    if known is None:
        known = unread(request.actor)
        # Under a name that the class of requests, which stands below this room, cannot know.
        setattr(request, KEPT, known)
    return known


def list_items(actor: Actor, show: Show, kind: NoticeKind | None, after: str) -> Page[InboxItem]:
    found = visible(actor).filter(SHOWN[show])
    if kind:
        found = found.filter(notice__kind=kind)
    return page_after(found.select_related("notice__call__acknowledged_by", "unit", "instead_of"), ORDER, after)


def by_day(items: Iterable[InboxItem], at: datetime) -> list[tuple[str, list[InboxItem]]]:
    days = groupby(items, key=lambda item: localdate(item.delivered_at))
    return [(day_heading(day, localdate(at)), list(of_day)) for day, of_day in days]


def latest(actor: Actor) -> datetime | None:
    """When something last came."""
    return visible(actor).order_by(*ORDER).values_list("delivered_at", flat=True).first()
