"""Signs of life of the worker and of beat, in Redis: when each was last seen."""

import time
from functools import cache

import redis
from celery.signals import heartbeat_sent
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

WORKER = "worker"
BEAT = "beat"
# A worker says so every two seconds. Beat posts a task every half minute, which a worker then runs.
LONGEST_SILENCE = {WORKER: 30.0, BEAT: 120.0}
FORGOTTEN_AFTER = 86_400


@cache
def store() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )


def note(kind: str, name: str) -> None:
    now = time.time()
    # Kept by name: a client that nobody holds closes the connections of its pipelines.
    client = store()
    with client.pipeline(transaction=False) as batch:
        batch.zadd(_key(kind), {name: now})
        batch.zremrangebyscore(_key(kind), 0, now - FORGOTTEN_AFTER)
        batch.execute()


def silence(kind: str, name: str | None = None) -> float | None:
    """Seconds since this one was seen, or the last of its kind. None if none was."""
    if name is None:
        found = store().zrange(_key(kind), 0, 0, desc=True, withscores=True)
        seen = found[0][1] if found else None
    else:
        seen = store().zscore(_key(kind), name)
    return None if seen is None else max(0.0, time.time() - float(seen))


def is_alive(kind: str, silent_for: float | None) -> bool:
    return silent_for is not None and silent_for <= LONGEST_SILENCE[kind]


def _key(kind: str) -> str:
    return f"heartbeat:{kind}"


@heartbeat_sent.connect
def note_worker(sender: object, **_: object) -> None:
    note(WORKER, sender.eventer.hostname)  # type: ignore[attr-defined]  # Celery has no types
