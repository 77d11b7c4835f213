"""What every page of somebody who has signed in needs to say when they will be signed out."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from agencies.doors import session_clock, sessions


def idle(request: HttpRequest) -> dict[str, Any]:
    """A context processor. Seconds, from when the page was made."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    now = timezone.now()
    end_after = sessions.seconds_left(session_clock.started_at(request.session, now), now)
    warning = int((sessions.IDLE_FOR - sessions.WARNED_AFTER).total_seconds())
    return {"idle": {"warn_after": max(0, end_after - warning), "end_after": end_after}}
