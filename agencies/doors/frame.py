"""What many pages need to say: when somebody will be signed out, and where passkeys cannot work."""

from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone

from agencies.doors import session_clock, sessions


def idle(request: HttpRequest) -> dict[str, Any]:
    """A context processor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"idle": seconds(request.session, timezone.now())}


def passkeys(request: HttpRequest) -> dict[str, str]:
    """A context processor. A browser makes a passkey for a name; an address made of numbers is none."""
    try:
        host, port = split_domain_port(request.get_host())
        ip_address(host.strip("[]"))
    except (DisallowedHost, ValueError):
        return {}
    local = f"http://localhost:{port}/" if port else "http://localhost/"
    named = local if settings.DEMONSTRATION else "the name of this service"
    return {"no_passkeys_here": f"Passkeys do not work at this address. Use {named} instead."}


def seconds(session: SessionBase, now: datetime) -> dict[str, int]:
    """From now on, if nothing more is done."""
    end_after = sessions.seconds_left(session_clock.started_at(session, now), now)
    warning = int((sessions.IDLE_FOR - sessions.WARNED_AFTER).total_seconds())
    return {"warn_after": max(0, end_after - warning), "end_after": end_after}
