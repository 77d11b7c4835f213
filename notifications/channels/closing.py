"""Ending the way of a message, and telling an administrator where it did not arrive."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from agencies.models import Membership
from agencies.people.queries import administrators
from notifications.actions import post
from notifications.enums import NoticeKind, Sending
from notifications.models import Message
from notifications.models.message import OPEN

# Somebody has to do something about these.
TOLD_OF = (Sending.ADDRESS_REFUSED, Sending.FAILED, Sending.TEXT_BROKEN)
SENT = Q(outcome=Sending.SENT)


@transaction.atomic
def give_up(message: Message, outcome: Sending, error: str, *, at: datetime, if_still: Q = OPEN) -> None:
    """The row is kept. Whatever was done with it meanwhile stands."""
    # What was sent and then failed did not get there. Only of an address that refuses do we keep when it was sent.
    sent = {} if outcome == Sending.ADDRESS_REFUSED else {"sent_at": None}
    closed = Message.objects.filter(if_still, pk=message.pk).update(
        outcome=outcome, given_up_at=at, last_error=error[:80], **sent
    )
    if closed and outcome in TOLD_OF and not _is_about_an_undelivered_one(message):
        people = [row.user_id for agency in _agencies_of(message, at) for row in administrators(agency, at=at)]
        post(NoticeKind.NOT_DELIVERED, occasion=message.key.replace("-", " "), at=at, people=people)


def _agencies_of(message: Message, at: datetime) -> Iterable[int]:
    if message.unit:
        return [message.unit.agency_id]
    here = Membership.objects.usable(localdate(at)).filter(user=message.person_id)
    return here.order_by("agency").values_list("agency", flat=True)


def _is_about_an_undelivered_one(message: Message) -> bool:
    """Or each would bring forth the next."""
    if message.notice:
        return message.notice.kind == NoticeKind.NOT_DELIVERED
    return not message.digest or not message.digest.items.exclude(notice__kind=NoticeKind.NOT_DELIVERED).exists()
