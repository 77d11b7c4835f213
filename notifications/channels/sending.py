"""Handing messages over, one by one. Just before, it is asked again whether the reader may see the case, and where the
reader is to be found."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from agencies.doors.allowed_mail import HeldBack
from notifications.channels import by_notify, by_smtp, wording
from notifications.channels.closing import give_up
from notifications.channels.one_by_one import one_by_one
from notifications.channels.outcomes import Ended, NoAddress, NotAllowed, NotOnList
from notifications.channels.queries import address_of, may_be_told, visible_items
from notifications.enums import Channel, Rung, Sending
from notifications.models import Digest, Message, Notice
from notifications.models.message import OPEN
from notifications.rules import retrying
from notifications.subjects import subjects

# Seconds after which no further one is begun: well before a worker stops a task. The sweeper finds the others.
LONGEST = 120
# What the lock on a message is called, so that it is no other lock of ours.
LOCK = 0x6D736773


class NotSent(Exception):
    """Some messages were not handed over. Says how many and what kinds of errors, never to whom."""


def send(ids: Sequence[int], *, at: datetime) -> int:
    """How many were handed over. What fails does not hold up the others, and is raised at the end."""
    return one_by_one(ids, lambda pk: _send(pk, at), noun="messages", raises=NotSent, seconds=LONGEST)


def _send(pk: int, at: datetime) -> bool:
    """Raises what went wrong, once it is written down."""
    with _alone(pk) as is_ours:
        message = _claim(pk, at) if is_ours else None
        if message is None:
            return False
        try:
            provider_id = _hand_over(message, at)
        except Ended as end:
            give_up(message, end.outcome, end.detail, at=at)
            if end.is_failure:
                raise
            return False
        except Exception as error:
            _try_later(message, error, at)
            raise
        _mark_sent(message, provider_id, at)
        return True


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Whether nobody else is sending this one. A worker that dies lets go of it with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, pk % 2**31])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, pk % 2**31])


@transaction.atomic
def _claim(pk: int, at: datetime) -> Message | None:
    """Counted before it is tried, so that one which kills its worker is not tried for ever."""
    waiting = Message.objects.filter(OPEN, pk=pk).select_for_update(of=("self",), skip_locked=True)
    message = waiting.select_related("notice__call", "digest", "person", "unit__agency").first()
    if message:
        message.attempts += 1
        message.next_try_at = at + retrying.gap_after(message.attempts)
        message.save(update_fields=["attempts", "next_try_at"])
    return message


def _hand_over(message: Message, at: datetime) -> str:
    """Returns the provider's name for it. Raises Ended where it ends here."""
    words = _digest(message.digest, at) if message.digest else _notice(message, at)
    address = address_of(message)
    if not address:
        raise NoAddress
    try:
        if isinstance(words, str):
            return by_notify.send_text(message.key, address, words)
        by = by_notify if settings.MAIL_CHANNEL == "notify" else by_smtp
        return by.send_email(message.key, address, words)
    except HeldBack:
        raise NotOnList from None


def _notice(message: Message, at: datetime) -> wording.Words | str:
    notice = message.notice
    if notice is None:
        raise NotAllowed
    kind = wording.kind_of(notice.kind)
    if not may_be_told(message, notice, at):
        raise NotAllowed
    say = wording.text_message if message.channel == Channel.TEXT else wording.email
    return say(kind, notice.reference, link_to(notice), rung_of(notice))


def _digest(digest: Digest, at: datetime) -> wording.Words:
    """Only what this person may still see."""
    items = digest.items.select_related("notice").order_by("delivered_at", "pk")
    shown = visible_items(digest.person, items, at)
    if not shown:
        raise NotAllowed
    lines = [(wording.kind_of(item.notice.kind), item.notice.reference) for item in shown]
    return wording.digest(lines, settings.SITE_URL + reverse("notifications"))


def link_to(notice: Notice) -> str:
    page = subjects().address_of(notice.reference) if notice.reference else reverse("delivery")
    return f"{settings.SITE_URL}{page}"


def rung_of(notice: Notice) -> Rung:
    """How it came to this reader, where nobody had answered before."""
    return notice.call.steps[notice.rung].rung if notice.call and notice.rung else Rung.PEOPLE


def _try_later(message: Message, error: Exception, at: datetime) -> None:
    name = type(error).__name__
    if retrying.is_given_up(message.posted_at, at):
        give_up(message, Sending.FAILED, name, at=at)
    else:
        Message.objects.filter(OPEN, pk=message.pk).update(last_error=name[:80])


def _mark_sent(message: Message, provider_id: str, at: datetime) -> None:
    done = {"outcome": Sending.SENT, "sent_at": at, "provider_id": provider_id, "last_error": ""}
    Message.objects.filter(OPEN, pk=message.pk).update(**done)
