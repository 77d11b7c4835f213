from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies.doors import kept_forms
from agencies.doors.open_pages import NEVER_KEPT
from agencies.models import Membership, User
from agencies.shell import stops

KEPT = "You signed in again after you had opened that page, so it could not be saved as it was. Nothing is lost."


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Somebody who signed in anew in another tab sends a form with the old token. It is kept, and offered to them.

    Only when the browser itself says that one of our own pages sent it: no other page can make it say so.
    """
    if isinstance(request.user, User) and _was_sent_by_us(request) and _route(request) not in NEVER_KEPT:
        membership: Membership | None = getattr(request, "membership", None)
        if kept_forms.keep(request, request.user, membership.pk if membership else None, at=timezone.now()):
            messages.info(request, KEPT)
            return redirect("kept-forms")
    return stops.csrf_failure(request, reason)


def _was_sent_by_us(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
