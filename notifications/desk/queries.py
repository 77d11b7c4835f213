"""What an administrator looks after: what did not get through, what is tried again, and what nobody answered."""

from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Agency, Membership
from notifications import kicking
from notifications.enums import NOT_DELIVERED, NOT_SENT, Delivery, Sending
from notifications.models import Call, Message, Notice, call

NOBODY_ANSWERED = call.OPEN & Q(climbs_at=None)


class What(Enum):
    """What can be tried again: its table, how it went wrong, what waits, when it was done, and the task for it."""

    NOTICE = (Notice, NOT_DELIVERED, Delivery.WAITING, "delivered_at", kicking.DELIVER)
    MESSAGE = (Message, NOT_SENT, Sending.WAITING, "sent_at", kicking.SEND)

    def __init__(
        self,
        model: type[Notice] | type[Message],
        troubles: tuple[str, ...],
        waiting: str,
        done_at: str,
        task: str,
    ) -> None:
        self.model, self.troubles, self.waiting, self.done_at, self.task = model, troubles, waiting, done_at, task

    def of(self, agency_id: int | None) -> "QuerySet[Notice] | QuerySet[Message]":
        """Those to units and people of an agency."""
        found: QuerySet[Notice] | QuerySet[Message] = self.model.objects.filter(_to(agency_id))
        return found

    @property
    def in_trouble(self) -> Q:
        return Q(outcome__in=self.troubles)

    @property
    def is_retried(self) -> Q:
        return Q(outcome=self.waiting, attempts__gt=0)


def listed(what: What, agency: Agency) -> "QuerySet[Notice] | QuerySet[Message]":
    also = ("notice",) if what == What.MESSAGE else ()
    return what.of(agency.pk).filter(what.in_trouble | what.is_retried).select_related("unit", "person", *also)


def count_in_trouble(what: What, agency: Agency) -> int:
    return what.of(agency.pk).filter(what.in_trouble).count()


def given_up(what: What) -> "QuerySet[Notice] | QuerySet[Message]":
    """Of every agency."""
    found: QuerySet[Notice] | QuerySet[Message] = what.model.objects.filter(what.in_trouble, given_up_at__isnull=False)
    return found


def unanswered(agency: Agency) -> QuerySet[Call]:
    """Those that have reached the top of their ladder."""
    told = Notice.objects.filter(_to(agency.pk), call=OuterRef("pk"))
    found: QuerySet[Call] = Call.objects.filter(NOBODY_ANSWERED).filter(Exists(told))
    return found


def _to(agency_id: int | None) -> Q:
    people = Membership.objects.filter(agency=agency_id).values("user")
    return Q(unit__agency=agency_id) | Q(person__in=people)
