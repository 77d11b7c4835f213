"""The clock of a session, kept in the session, and what it remembers of somebody once it has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.crypto import constant_time_compare

from agencies.doors import sessions
from agencies.doors.recording import record
from agencies.models import User

STARTED = "started"
SEEN = "seen"
MEMBERSHIP = "membership"
LEFT = "left"
FRESH_FOR = timedelta(minutes=5)


class Why(StrEnum):
    TIME = "time"
    ROLES = "roles"


def start(session: SessionBase, now: datetime) -> None:
    session[STARTED] = session[SEEN] = now.isoformat()
    session.pop(LEFT, None)


def started_at(session: SessionBase, now: datetime) -> datetime:
    return datetime.fromisoformat(session.get(STARTED) or now.isoformat())


def tick(session: SessionBase, now: datetime, *, is_somebody: bool = True) -> sessions.State:
    """Whether the session goes on. If it does, somebody has just been seen, unless only their page asked."""
    if STARTED not in session:
        start(session, now)
    started, seen = started_at(session, now), datetime.fromisoformat(session[SEEN])
    state = sessions.state(started, seen, now)
    if is_somebody and state is sessions.State.ALIVE and sessions.is_worth_noting(seen, now):
        session[SEEN] = now.isoformat()
    return state


@transaction.atomic
def run_out(session: SessionBase, user: User, membership_id: int | None, why: Why, now: datetime) -> None:
    """Nobody is signed in any more. The row remains, and knows whose it was."""
    fits = session.get(HASH_SESSION_KEY, "")
    left = {"user": user.pk, "hash": fits, "membership": membership_id, "why": why, "at": now.isoformat()}
    record("session.expired", user, at=now)
    session.clear()
    session[LEFT] = left
    session.save()


@dataclass(frozen=True)
class Leaver:
    user: User
    membership_id: int | None
    why: Why


def who_left(session: SessionBase, now: datetime) -> Leaver | None:
    """Whose session this was, while it is less than a day ago and it would still fit their password.

    Otherwise somebody who was thrown out by a new password could leave a form for its owner to send.
    """
    left = session.get(LEFT)
    if not left or now - datetime.fromisoformat(left["at"]) >= sessions.REMEMBERED_FOR:
        return None
    user = User.objects.filter(pk=left["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), left["hash"]):
        return None
    return Leaver(user, left["membership"], Why(left["why"]))


def is_fresh(session: SessionBase, now: datetime) -> bool:
    """Whether somebody proved who they are so recently that asking again would only annoy."""
    return STARTED in session and now - started_at(session, now) < FRESH_FOR
