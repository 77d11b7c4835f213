"""For whom somebody acts, found anew at every request, and what they were refused."""

import re
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

from agencies import deciding
from agencies.actors import Actor
from agencies.deciding import NobodyAsked
from agencies.doors import queries, session_clock
from agencies.doors.middleware import ENDED
from agencies.doors.open_pages import ASKS_NOTHING, WITHOUT_AGENCY
from agencies.doors.session_clock import MEMBERSHIP, Why
from agencies.models import Membership, User
from agencies.refusals import NotAllowed
from audit import actions as audit
from audit.enums import Operation, Outcome

Next = Callable[[HttpRequest], HttpResponse]
# Nothing is shown with these and those above them.
REDIRECTS = 300

# The place that the session acts under, with its version: new roles end the session.
HELD = "held"
# What looks like the reference of a case.
REFERENCE = re.compile(r"MS-[0-9]{2}-[0-9A-Z]{7}")


class WhoIsAsking:
    """Sets `actor` and `membership`. A membership that was chosen counts only while it can still be used.

    The last of those who may keep somebody from a page: whom it passes is let in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = request.membership = None  # type: ignore[attr-defined]  # ours, for what follows
        request.must_choose = False  # type: ignore[attr-defined]  # ours, for what follows
        if request.user.is_authenticated:
            self._identify(request, request.user)
        with deciding.afresh():
            response = self.get_response(request)
            self._refuse_what_nobody_decided(request, response)
        return response

    @staticmethod
    def _refuse_what_nobody_decided(request: Any, response: HttpResponse) -> None:
        """A mistake of ours: the page is lost, and somebody finds out."""
        is_somebody = request.actor is not None and response.status_code < REDIRECTS
        if is_somebody and not deciding.was_asked() and _route(request) not in ASKS_NOTHING:
            raise NobodyAsked(_route(request))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.must_choose or _route(request) in WITHOUT_AGENCY:  # type: ignore[attr-defined]  # ours, for what follows
            request.is_let_in = True  # type: ignore[attr-defined]  # ours, for what follows
            return None
        wanted = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        response = redirect("acting-for")
        response["Location"] += wanted
        return response

    @staticmethod
    def _identify(request: Any, user: User) -> None:
        usable = {row.pk: row for row in queries.usable_memberships_now(user, localdate())}
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
        request.actor = membership.actor
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
            request.refusal_is_recorded = True  # type: ignore[attr-defined]  # ours, for what follows
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
            shown=_case_in(request),
        )


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _case_in(request: HttpRequest) -> list[str]:
    """The case that the address names, if it can be one: what somebody else typed there is not kept."""
    named = request.resolver_match.kwargs.get("reference", "") if request.resolver_match else ""
    return [named] if REFERENCE.fullmatch(str(named)) else []
