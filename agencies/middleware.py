"""For whom somebody acts, found anew at every request, and what they were refused."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.doors import queries
from agencies.doors.open_pages import WITHOUT_AGENCY
from agencies.doors.session_clock import MEMBERSHIP
from agencies.models import User
from agencies.refusals import NotAllowed
from audit import actions as audit
from audit.enums import Operation, Outcome

Next = Callable[[HttpRequest], HttpResponse]


class WhoIsAsking:
    """Sets `actor` and `membership`. A membership that was chosen counts only while it can still be used.

    The last of those who may keep somebody from a page: whom it passes is let in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.membership = None  # type: ignore[attr-defined]
        request.must_choose = False  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            self._identify(request, request.user)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.must_choose or _route(request) in WITHOUT_AGENCY:  # type: ignore[attr-defined]
            request.is_let_in = True  # type: ignore[attr-defined]
            return None
        wanted = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        response = redirect("acting-for")
        response["Location"] += wanted
        return response

    @staticmethod
    def _identify(request: Any, user: User) -> None:
        usable = list(queries.usable_memberships(user, localdate()))
        chosen = [row for row in usable if row.pk == request.session.get(MEMBERSHIP)] or usable
        if len(chosen) != 1:
            request.actor = Actor(user_id=user.pk)
            request.must_choose = bool(chosen)
            return
        request.membership = chosen[0]
        request.actor = queries.actor_of(chosen[0])
        if request.session.get(MEMBERSHIP) != chosen[0].pk:
            request.session[MEMBERSHIP] = chosen[0].pk


class RecordRefusals:
    """A page that was refused to somebody who has signed in is on the ledger, though all that it did is undone.

    If that cannot be written, they get an error instead of the refusal.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if not isinstance(exception, PermissionDenied | NotAllowed | Http404):
            return
        if request.user.is_authenticated:
            self._record(request)
            request.refusal_is_recorded = True  # type: ignore[attr-defined]
        if isinstance(exception, NotAllowed):
            raise PermissionDenied(str(exception)) from exception

    @staticmethod
    @transaction.atomic
    def _record(request: Any) -> None:
        audit.record(
            Operation.SECURITY,
            "page.refused",
            _route(request),
            by=request.actor,
            at=timezone.now(),
            outcome=Outcome.REFUSED,
        )


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
