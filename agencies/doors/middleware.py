"""Who may go on to a page: a session that is alive, somebody who signed in, with a second factor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from agencies.doors import kept_forms, second_factor, session_clock
from agencies.doors.open_pages import ASKED_FOR_BY_PAGES, NEVER_KEPT, OPEN_TO_ANYONE, WITHOUT_SECOND_FACTOR
from agencies.doors.session_clock import MEMBERSHIP, Why
from agencies.doors.sessions import State
from agencies.models import User

Next = Callable[[HttpRequest], HttpResponse]
ENDED = {
    Why.TIME: "You were signed out because nothing happened for 30 minutes, or because 12 hours had passed.",
    Why.ROLES: "Your roles were changed, so you were signed out.",
}
CHANGED = "Your password or your account was changed, so you were signed out."
KEPT = "What you had typed is kept for a day. Sign in, and you can send it."
NOT_KEPT = "What you had typed could not be kept."
# To htmx: ask no more. Instead of a sign-in page where a number belongs.
STOP_ASKING = 286


def route_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _is_asked_by_a_page(request: HttpRequest) -> bool:
    """By htmx, without anybody's doing. Asked before the route is known."""
    return "HX-Request" in request.headers and _name_of(request.path) in ASKED_FOR_BY_PAGES


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


class EndOldSessions:
    """Ends the session of somebody who was away too long, and keeps the form that they send after that."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        if SESSION_KEY in request.session:
            self._end_if_due(request, now)
        response = self.get_response(request)
        if _is_asked_by_a_page(request) and 300 <= response.status_code < 400:
            return HttpResponse(status=STOP_ASKING, headers={"HX-Reswap": "none"})
        if self._sent_a_kept_form(request, response):
            kept_forms.forget_used(request.user, request.POST)  # type: ignore[arg-type]  # signed in by then
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Comes after the check of the CSRF token, so that nobody else's page can leave something here."""
        if request.method != "POST" or request.user.is_authenticated or route_of(request) in NEVER_KEPT:
            return
        now = timezone.now()
        leaver = session_clock.who_left(request.session, now)
        if leaver and not getattr(view, "csrf_exempt", False):
            kept = kept_forms.keep(request, leaver.user, leaver.membership_id, at=now)
            messages.info(request, f"{ENDED[leaver.why]} {KEPT if kept else NOT_KEPT}")

    @staticmethod
    def _end_if_due(request: HttpRequest, now: datetime) -> None:
        """A session that no longer fits its person leaves nothing. One that took too long remembers whose it was."""
        person_id, membership_id = request.session[SESSION_KEY], request.session.get(MEMBERSHIP)
        is_somebody = not _is_asked_by_a_page(request)
        is_alive = session_clock.tick(request.session, now, is_somebody=is_somebody) is State.ALIVE
        why = ENDED[Why.TIME]
        if request.user.is_authenticated:
            if is_alive:
                return
            session_clock.run_out(request.session, request.user, membership_id, Why.TIME, now)
        else:
            request.session.flush()
            why = CHANGED if User.objects.filter(pk=person_id, is_active=True).exists() else ""
        request.user = AnonymousUser()
        if why and request.method == "GET":
            messages.info(request, why)

    @staticmethod
    def _sent_a_kept_form(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "POST"
            and response.status_code < 400
            and request.user.is_authenticated
            and getattr(request, "is_let_in", False)
            and kept_forms.FIELD in request.POST
        )


class SignInRequired(LoginRequiredMiddleware):
    """Goes by the one list of open pages, not by marks on views."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if request.user.is_authenticated or route_of(request) in OPEN_TO_ANYONE:
            return None
        return self.handle_no_permission(request, view_func)


class SecondFactorRequired:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if route_of(request) in WITHOUT_SECOND_FACTOR or second_factor.is_satisfied(request):
            return None
        return redirect("mfa_index")
