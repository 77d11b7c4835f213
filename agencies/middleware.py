"""For whom somebody acts, found anew at every request, and what they were refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.doors import queries, session_clock
from agencies.doors.middleware import ENDED
from agencies.doors.open_pages import WITHOUT_AGENCY
from agencies.doors.session_clock import MEMBERSHIP, Why
from agencies.models import Membership, User
from agencies.refusals import NotAllowed
from audit import actions as audit
from audit.enums import Operation, Outcome

Next = Callable[[HttpRequest], HttpResponse]


# The place that the session acts under, with its version: new roles end the session.
HELD = "held"


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
        usable = {row.pk: row for row in queries.usable_memberships(user, localdate())}
        acted_for = request.session.get(MEMBERSHIP)
        if acted_for and not _still_holds(request.session, usable.get(acted_for)):
            session_clock.run_out(request.session, user, acted_for, Why.ROLES, timezone.now())
            request.user = AnonymousUser()
            if request.method == "GET":
                messages.info(request, ENDED[Why.ROLES])
            return
        membership = usable.get(acted_for) or (next(iter(usable.values())) if len(usable) == 1 else None)
        if membership is None:
            request.actor = Actor(user_id=user.pk)
            request.must_choose = bool(usable)
            return
        request.membership = membership
        request.actor = queries.actor_of(membership)
        if request.session.get(HELD) != [membership.pk, membership.version]:
            request.session[MEMBERSHIP] = membership.pk
            request.session[HELD] = [membership.pk, membership.version]


def _still_holds(session: SessionBase, membership: Membership | None) -> bool:
    """Whether somebody may go on as before: their place is as it was when they began to act under it."""
    if membership is None:
        return False
    began_with = session.get(HELD) or [None, None]
    return began_with[0] != membership.pk or began_with[1] == membership.version


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
