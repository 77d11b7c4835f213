"""What somebody has to say that they have: until when, and whom it climbs to if nobody does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F

from agencies.actors import Actor
from agencies.models import Agency, Unit
from agencies.statements import A_PERSON, Statement, anybody
from notifications.enums import Rung
from notifications.inbox.queries import visible
from notifications.inbox.words import on_the_clock
from notifications.models import Call, InboxItem, Notice
from notifications.models.call import OPEN
from notifications.rules.ladder import Step

MOST_SHOWN = 20


@dataclass(frozen=True)
class ToAnswer:
    """`to`: whom it goes to at `climbs_at`; empty at the top. `before` and `since`: who was told earlier, and later.

    `item`: what reached this person last, by which they open the case.
    """

    call: Call
    item: int
    told: str
    to: str
    before: str
    since: str

    @property
    def title(self) -> str:
        label = self.call.get_kind_display()
        return f"{label}, {self.call.reference}" if self.call.reference else label


def to_answer(actor: Actor, at: datetime) -> list[ToAnswer]:
    """Open ones that reached this person. What climbs first stands first."""
    calls = _reached(anybody(actor)).rows({A_PERSON: actor.user_id})
    if not calls:
        return []
    mine = _first_of_each(visible(actor).filter(notice__call__in=calls).select_related("notice", "unit"))
    names = _Names([step for call in calls if (step := call.next_step)])
    told = list(Notice.objects.filter(call__in=calls).select_related("unit", "person").order_by("posted_at", "pk"))
    return [_described(call, mine[call.pk], names, told, at) for call in calls if call.pk in mine]


@lru_cache(maxsize=500)
def _reached(actor: Actor) -> Statement[Call]:
    reached = Call.objects.filter(OPEN, notices__items__in=visible(actor))
    return Statement(reached.distinct().order_by(F("climbs_at").asc(nulls_last=True), "pk")[:MOST_SHOWN])


def _described(call: Call, item: InboxItem, names: "_Names", told: Iterable[Notice], at: datetime) -> ToAnswer:
    whom = f"the {item.unit}" if item.unit else "you"
    others = [
        (notice.rung, f"{notice.recipient}, {on_the_clock(notice.posted_at, at)}")
        for notice in told
        if notice.call_id == call.pk
    ]
    return ToAnswer(
        call,
        item.pk,
        told=f"To {whom}, {on_the_clock(item.delivered_at, at)}.",
        to=names.of(call.next_step) if call.next_step and call.climbs_at else "",
        before="; ".join(said for rung, said in others if rung < item.notice.rung),
        since="; ".join(said for rung, said in others if rung > item.notice.rung),
    )


def _first_of_each(items: Iterable[InboxItem]) -> dict[int | None, InboxItem]:
    """The latest that reached this person of each call."""
    ordered = sorted(items, key=lambda item: (item.notice.rung, item.delivered_at))
    return {item.notice.call_id: item for item in ordered}


class _Names:
    """Of those whom steps tell, in two questions for however many steps."""

    def __init__(self, steps: Sequence[Step]) -> None:
        units = [key for step in steps if step.rung in (Rung.UNIT, Rung.SUPERVISOR) for key in step.whom]
        agencies = [key for step in steps if step.rung == Rung.ALL_SUPERVISORS for key in step.whom]
        self.units = Unit.objects.in_bulk(units)
        self.agencies = Agency.objects.in_bulk(agencies)

    def of(self, step: Step) -> str:
        names = self.agencies if step.rung == Rung.ALL_SUPERVISORS else self.units
        named = " and ".join(str(names[key]) for key in step.whom if key in names)
        match step.rung:
            case Rung.UNIT:
                return f"the {named}"
            case Rung.SUPERVISOR:
                return f"the duty supervisor of the {named}"
            case _:
                return f"every supervisor of {named}"
