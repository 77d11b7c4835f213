"""Waking the workers when a transaction is over. Only a hint: the sweeper finds whatever was not heard."""

import time
from collections.abc import Sequence

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger()

# Seconds for which a broker that did not answer is not asked again: asking anew can take eight of them, and the sweeper
# looks every ten in any case.
LEFT_ALONE = 30.0


class _Away:
    until = 0.0


_away = _Away()
DELIVER = "notifications.deliver"
SEND = "notifications.send"


def kick_after_commit(task: str, ids: Sequence[int]) -> None:
    """The broker may be away: what has been saved stays saved, and its author is not kept waiting."""
    if ids:
        transaction.on_commit(lambda: _kick(task, list(ids)), robust=True)


def hand_over(task: str, ids: list[int]) -> None:
    """Ids alone. Raises where the broker is away."""
    current_app.send_task(task, kwargs={"ids": ids}, retry=False)


def _kick(task: str, ids: list[int]) -> None:
    """Where the broker did not answer, nobody else waits for it in the next seconds."""
    if time.monotonic() < _away.until:
        return
    try:
        hand_over(task, ids)
    except (OperationalError, OSError) as error:
        _away.until = time.monotonic() + LEFT_ALONE
        log.warning("worker.not_woken", task=task, error=type(error).__name__)
