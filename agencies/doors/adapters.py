"""Where django-allauth asks us: who may come in, what is recorded, and what nobody may learn at the door."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from agencies.doors import kept_forms, queries, second_factor, session_clock
from agencies.doors.locked_out import account_key, locked_out
from agencies.doors.recording import record
from agencies.doors.sealing import seal, unseal
from agencies.doors.ways_in import ways_in
from agencies.models import User
from audit.enums import Outcome
from audit.origin import present

WRONG = "The e-mail address or the password is wrong."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "incorrect_password": "The password is wrong.",
        "incorrect_code": second_factor.WRONG_CODE,
        "too_many_login_attempts": "Too many attempts. Wait 15 minutes, then try again.",
        "rate_limited": "Too many attempts. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return present.get().address or "unknown"

    def get_login_stages(self) -> list[str]:
        return ["agencies.doors.stages.SecondFactorStage"]

    def add_message(self, request: HttpRequest, level: int, *args: Any, message: str = "", **kwargs: Any) -> None:
        """Only what we say ourselves; django-allauth's own sentences stay out."""
        if message:
            messages.add_message(request, level, message)

    # Whether they may come in

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return account_key(credentials.get("email", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        key = self._get_login_attempts_cache_key(request, **credentials)
        self._login_failed_rl_usage = ratelimit.consume(request, app="allauth.account", action="login_failed", key=key)
        if not self._login_failed_rl_usage:
            self.authentication_failed(request, **credentials)
            raise ImmediateHttpResponse(locked_out(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A deactivated account is not told from one that never was, not even to somebody who knows its password."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is None:
            self.authentication_failed(request, **credentials)
            return None
        self._rollback_login_failed_rl_usage()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = queries.find_person(credentials.get("email", ""))
        record("session.refused", person, by=None, at=timezone.now(), outcome=Outcome.REFUSED)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        record("session.refused", user, by=None, at=timezone.now(), outcome=Outcome.REFUSED)
        messages.error(request, WRONG)
        return redirect("account_login")

    # Coming in and going out

    def login(self, request: HttpRequest, user: Any) -> None:
        """Between the password and the code, somebody may have been deactivated."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        now = timezone.now()
        with transaction.atomic():
            super().login(request, user)
            session_clock.start(request.session, now)
            record(f"session.opened.{'+'.join(ways_in(request.session))}", user, at=now)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            record("session.closed", request.user, at=timezone.now())
        super().logout(request)

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any) -> HttpResponse:
        if kept_forms.has_any(user, at=timezone.now()):
            redirect_url = reverse("kept-forms")
        return super().post_login(request, user, redirect_url=redirect_url, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not from somebody who signed in a few minutes ago."""
        if session_clock.is_fresh(self.request.session, timezone.now()):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": second_factor.WRONG_CODE,
        "cannot_delete_authenticator": "This is your only second factor. Add another before you remove it.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not settings.SECOND_FACTOR_REQUIRED or second_factor.others_than(authenticator) > 0

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 their name
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def build_totp_svg(self, url: str) -> SafeString:
        """Without the line that says it is XML, so that it can stand in a page."""
        return mark_safe(super().build_totp_svg(url).partition("?>")[2])  # noqa: S308 no text of anybody's in it

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER
