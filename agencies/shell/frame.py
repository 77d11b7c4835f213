"""What every page's frame shows: the marking, who is signed in, for whom they act, and the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from agencies import deciding
from agencies.shell.menu import Item, menu


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor. Pages shown before anybody is known, such as errors, lack the attributes."""
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    membership = getattr(request, "membership", None)
    return {
        "is_signed_in": is_signed_in,
        "marking": "OFFICIAL-SENSITIVE" if is_signed_in else "OFFICIAL",
        "acting_for": membership.agency if membership else "",
        "menu": _menu(request),
        "is_practice": settings.DEMONSTRATION,
        "shown_at": timezone.now(),
    }


def _menu(request: HttpRequest) -> list[Item]:
    with deciding.afresh():
        return menu(getattr(request, "actor", None))
