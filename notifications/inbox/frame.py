"""The count of what is unread, beside the navigation of every page."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from agencies import deciding
from agencies.pages import Request
from notifications.inbox.queries import Unread, unread_of


def unread(request: HttpRequest) -> dict[str, Any]:
    """A context processor. Counts only where a page shows it."""
    if getattr(request, "actor", None) is None:
        return {}
    return {"unread": SimpleLazyObject(lambda: _unread(cast("Request", request)))}


def _unread(request: Request) -> Unread:
    with deciding.afresh():
        return unread_of(request)
