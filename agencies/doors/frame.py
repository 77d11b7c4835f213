"""What every page of somebody who has signed in needs to say when they will be signed out."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from agencies.doors import session_clock, sessions


def idle(request: HttpRequest) -> dict[str, Any]:
    """A context processor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"idle": seconds(request.session, timezone.now())}


def seconds(session: SessionBase, now: datetime) -> dict[str, int]:
    """From now on, if nothing more is done."""
    end_after = sessions.seconds_left(session_clock.started_at(session, now), now)
    warning = int((sessions.IDLE_FOR - sessions.WARNED_AFTER).total_seconds())
    return {"warn_after": max(0, end_after - warning), "end_after": end_after}
