"""The day's e-mail: from seven in the morning, once, of what waited for it and its reader may still see."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from agencies.models import User
from notifications import kicking
from notifications.channels.one_by_one import one_by_one
from notifications.channels.queries import visible_items
from notifications.enums import Channel
from notifications.models import Digest, InboxItem, Message
from notifications.rules.retrying import HEAD_START

FROM_HOUR = 7


class NotMade(Exception):
    """Some people got none. Says how many and what kinds of errors, never whose."""


def make_digests(*, at: datetime) -> int:
    """How many were made. Run twice, at the same time, or late: one a day for each."""
    if localtime(at).hour < FROM_HOUR:
        return 0
    waiting = InboxItem.objects.filter(waits_for_digest=True).order_by("person").values_list("person", flat=True)
    people = list(waiting.distinct())
    return one_by_one(people, lambda person: _make(person, at), noun="digests", raises=NotMade)


@transaction.atomic
def _make(pk: int, at: datetime) -> bool:
    """Whoever has had today's waits for tomorrow's. What was read, or may not be seen any more, waits for none."""
    today = localdate(at)
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    if Digest.objects.filter(person=person, day=today).exists():
        return False
    waiting = InboxItem.objects.filter(person=person, waits_for_digest=True).select_related("notice")
    items = list(waiting.order_by("delivered_at", "pk"))
    shown = visible_items(person, [item for item in items if item.read_at is None], at)
    InboxItem.objects.filter(pk__in=[item.pk for item in items]).update(waits_for_digest=False)
    if not shown:
        return False
    digest = Digest.objects.create(person=person, day=today, posted_at=at)
    InboxItem.objects.filter(pk__in=[item.pk for item in shown]).update(digest=digest)
    facts = {"posted_at": at, "next_try_at": at + HEAD_START}
    message = Message.objects.create(channel=Channel.EMAIL, digest=digest, person=person, **facts)
    kicking.kick_after_commit(kicking.SEND, [message.pk])
    return True
