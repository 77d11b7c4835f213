"""Finding what was posted and has not got through, and handing it to the workers again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from notifications import kicking
from notifications.models import Message, Notice, message, notice
from notifications.rules import retrying

CHUNK = 50
MOST_AT_ONCE = 5_000
Hand = Callable[[str, list[int]], None]


def sweep(*, at: datetime, hand: Hand = kicking.hand_over) -> int:
    """How many were handed over. Run twice at once, each finds others. Raises what the broker raises."""
    found = 0
    for task, rows in (
        (kicking.DELIVER, Notice.objects.filter(notice.OPEN)),
        (kicking.SEND, Message.objects.filter(message.OPEN)),
    ):
        ids = _claim(rows, at)
        for start in range(0, len(ids), CHUNK):
            hand(task, ids[start : start + CHUNK])
        found += len(ids)
    return found


@transaction.atomic
def _claim(waiting: Any, at: datetime) -> list[int]:
    """Nobody claims them again before a worker had the time to do them."""
    locked = waiting.filter(next_try_at__lte=at).select_for_update(skip_locked=True).order_by("next_try_at", "pk")
    ids = list(locked.values_list("pk", flat=True)[:MOST_AT_ONCE])
    waiting.filter(pk__in=ids).update(next_try_at=at + retrying.FIRST_GAP)
    return ids
