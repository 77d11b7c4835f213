"""What waits for a unit, in five short lists. The real queue comes with casework."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from django.db.models import F, FilteredRelation, Prefetch, Q, QuerySet

from agencies.actors import Actor
from agencies.counting import count_all, counting, in_words
from agencies.pages import Page, page_after
from agencies.statements import A_PERSON, Text, anybody
from referrals.enums import DeadlineKind, Status
from referrals.lodging.queries.mine import age_in_words, record_listed
from referrals.models import Deadline, Referral
from referrals.models.referral import UNSENT


class Wait(StrEnum):
    SEND = "send"
    GAPS = "gaps"
    ADOPT = "adopt"
    CHECK = "check"
    DRAFTS = "drafts"


LABELS = {
    Wait.SEND: "To send next",
    Wait.GAPS: "Urgent, with gaps",
    Wait.ADOPT: "Concerns to take on",
    Wait.CHECK: "Waiting for a second person",
    Wait.DRAFTS: "Drafts left lying",
}
ORDER = ["since", "pk"]
Waiting = Callable[[QuerySet[Referral]], QuerySet[Referral]]


@dataclass(frozen=True)
class Row:
    referral: Referral
    age: str
    deadline: Deadline | None
    since: datetime


def _due(kind: DeadlineKind) -> Waiting:
    """By an open deadline of a kind, the one that is due first in front."""

    def waiting(rows: QuerySet[Referral]) -> QuerySet[Referral]:
        open_one = FilteredRelation("deadlines", condition=Q(deadlines__kind=kind, deadlines__done_at=None))
        open_ones = Prefetch("deadlines", Deadline.objects.filter(kind=kind, done_at=None), to_attr="open_ones")
        found = rows.annotate(due=open_one).filter(due__isnull=False).annotate(since=F("due__due_at"))
        return found.prefetch_related(open_ones)

    return waiting


def _unchecked(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """A text for a notification that nobody but its author has read as it stands."""
    read = Q(notification_text__checked_version=F("notification_text__version"))
    written = rows.filter(status__in=UNSENT, lodged_at__isnull=False, notification_text__version__gt=0)
    return written.exclude(read).annotate(since=F("notification_text__written_at")).exclude(since=None)


def _left_lying(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.filter(status=Status.DRAFT, is_left_lying=True).annotate(since=F("started_at"))


WAITING: dict[Wait, Waiting] = {
    Wait.SEND: _due(DeadlineKind.SEND),
    Wait.GAPS: _due(DeadlineKind.COMPLETE),
    Wait.ADOPT: _due(DeadlineKind.ADOPT),
    Wait.CHECK: _unchecked,
    Wait.DRAFTS: _left_lying,
}


def waiting(actor: Actor, wait: Wait) -> QuerySet[Referral]:
    """Of the agency one acts for: lodged with it as a force, or a draft of its own."""
    ours = Q(force=actor.agency_id) | Q(agency=actor.agency_id, status=Status.DRAFT)
    return WAITING[wait](Referral.objects.visible_to(actor).filter(ours))


def list_waiting(actor: Actor, wait: Wait, after: str, *, today: date, at: datetime) -> Page[Row]:
    rows = waiting(actor, wait).select_related("person", "owner", "holder", "agency", "unit")
    page = page_after(rows.prefetch_related("person__age_track"), ORDER, after)
    record_listed(actor, f"queue.listed:{wait}", page.rows, at)
    return Page([_row(referral, today) for referral in page.rows], page.next_after)


def counts(actor: Actor) -> dict[Wait, str]:
    """In words."""
    counted = count_all(_lists(anybody(actor)), {A_PERSON: actor.user_id})
    return {wait: in_words(counted[wait.value]) for wait in Wait}


@lru_cache(maxsize=500)
def _lists(actor: Actor) -> Mapping[str, Text]:
    return {wait.value: counting(waiting(actor, wait)) for wait in Wait}


def _row(referral: Referral, today: date) -> Row:
    return Row(
        referral=referral,
        age=age_in_words(referral, today),
        deadline=next(iter(getattr(referral, "open_ones", [])), None),
        since=referral.since,  # type: ignore[attr-defined]  # annotated
    )
