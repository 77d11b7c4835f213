"""Asking GOV.UK Notify what became of messages. A mail server says nothing of the kind."""

from datetime import datetime, timedelta

from notifications.channels import by_notify
from notifications.channels.closing import SENT, give_up
from notifications.channels.one_by_one import one_by_one
from notifications.enums import Sending
from notifications.models import Message
from notifications.rules import retrying

ASKED_FOR = timedelta(days=3)
MOST_AT_ONCE = 1_000
# Seconds after which no further one is asked about: well before a worker stops the task.
LONGEST = 120

ARRIVED = "delivered"
REFUSED = "permanent-failure"
NOT_NOW = ("temporary-failure", "technical-failure")


class NotAsked(Exception):
    """Of some messages nothing could be learnt. Says how many and what kinds of errors."""


def ask_for_receipts(*, at: datetime) -> int:
    """Of how many something was learnt. Safe to run twice: what is known is not asked again."""
    waiting = Message.objects.filter(SENT, provider_id__gt="", sent_at__gt=at - ASKED_FOR).order_by("sent_at", "pk")
    messages = list(waiting.select_related("notice", "digest", "person", "unit")[:MOST_AT_ONCE])
    return one_by_one(messages, lambda message: _learn(message, at), noun="messages", raises=NotAsked, seconds=LONGEST)


def _learn(message: Message, at: datetime) -> bool:
    status = by_notify.status_of(message.provider_id)
    if status == ARRIVED:
        return bool(Message.objects.filter(SENT, pk=message.pk).update(outcome=Sending.RECEIVED))
    if status == REFUSED:
        give_up(message, Sending.ADDRESS_REFUSED, f"Notify {status}", at=at, if_still=SENT)
        return True
    if status in NOT_NOW:
        _send_again(message, status, at)
        return True
    return False


def _send_again(message: Message, status: str, at: datetime) -> None:
    """It counts as an attempt of which we heard late. After more than a day it is given up."""
    if retrying.is_given_up(message.posted_at, at):
        give_up(message, Sending.FAILED, f"Notify {status}", at=at, if_still=SENT)
        return
    again = {"outcome": Sending.WAITING, "sent_at": None, "provider_id": "", "last_error": f"Notify {status}"}
    later = at + retrying.gap_after(message.attempts)
    Message.objects.filter(SENT, pk=message.pk).update(next_try_at=later, **again)
