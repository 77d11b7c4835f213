"""Who has a case open right now: for a short while in the cache, as keys and times, and nothing else.

It helps colleagues not to work past one another, and proves nothing: whoever opened a case stands in the ledger. Two
who come in the same moment may miss each other until the next asking, half a minute later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis
from django.core.cache import cache
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.models import User
from referrals.casework.queries.people import who_has_casework
from referrals.models import Referral

# Pages ask every 30 seconds, so this is two askings missed.
LASTS = timedelta(seconds=90)

Times = Mapping[int, tuple[float, float]]


@dataclass(frozen=True)
class Present:
    person: User
    since: datetime


def look_in(referral: Referral, actor: Actor, at: datetime) -> list[Present]:
    """Says that this person has it open, and answers who else has."""
    try:
        others = _note(referral.pk, actor.user_id, at)
    except redis.RedisError:
        return []
    if not others:
        return []
    people = who_has_casework(referral, list(others), localdate(at))
    found = [Present(person, datetime.fromtimestamp(others[person.pk][0], UTC)) for person in people]
    return sorted(found, key=lambda present: present.since)


def _note(case: int, person: int, at: datetime) -> dict[int, tuple[float, float]]:
    """Each with since when, and when last heard of."""
    key, now = f"case-open:{case}", at.timestamp()
    known: Times = cache.get(key) or {}
    alive = {each: times for each, times in known.items() if now - times[1] < LASTS.total_seconds()}
    since = alive.pop(person, (now, now))[0]
    cache.set(key, {**alive, person: (since, now)}, LASTS.total_seconds())
    return alive
