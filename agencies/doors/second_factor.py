"""The second factor: whether somebody has one, and codes that are taken once only."""

import re

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from agencies.doors.recording import record
from agencies.doors.ways_in import needs_no_second_factor
from agencies.models import User
from agencies.shell.layout import FormHelper, layout
from audit.enums import Outcome

REAL_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WRONG_CODE = "The code is wrong or was used already. Wait for the next one, or use a recovery code."
WRONG_FIRST_CODE = "This code does not match. Check that the phone's clock is right, and type the newest code."


def has_any(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=REAL_FACTORS).exists()


def others_than(authenticator: Authenticator) -> int:
    """How many second factors somebody would still have without this one."""
    mine = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=REAL_FACTORS)
    return mine.exclude(pk=authenticator.pk).count()


def is_satisfied(request: HttpRequest) -> bool:
    if needs_no_second_factor(request.session):
        return True
    return Authenticator.objects.filter(user_id=request.user.pk, type__in=REAL_FACTORS).exists()


def take(user: User, code: str) -> None:
    """A code of an app can be guessed right only once: raises if it was taken while it is still good."""
    steps = 2 * app_settings.TOTP_TOLERANCE + 2
    digits = re.sub(r"\D", "", code)
    if not cache.add(f"code-taken:{user.pk}:{digits}", True, timeout=app_settings.TOTP_PERIOD * steps):
        raise ValidationError(WRONG_CODE)


def _code_field(help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label="Code",
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": "Enter the code.", "max_length": "Enter the code: 6 or 8 digits."},
    )


class _Once:
    """For a code of either kind. A recovery code leaves a line on the ledger in the transaction that uses it up."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        try:
            with transaction.atomic():
                return self._take()
        except ValidationError:
            record("second_factor.refused", self.user, by=None, at=timezone.now(), outcome=Outcome.REFUSED)
            raise

    def _take(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # allauth has no types
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            record("second_factor.recovery_code_used", self.user, at=timezone.now())
        else:
            take(self.user, code)
        return code

    def save(self) -> None:
        super().save()  # type: ignore[misc]  # allauth has no types
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            left = len(Authenticator.objects.get(pk=self.authenticator.pk).wrap().get_unused_codes())
            are_left = "1 is left." if left == 1 else f"{left} are left."
            messages.info(context.request, f"You used a recovery code. {are_left}")


class CodeForm(_Once, AuthenticateForm):
    code = _code_field("From your authenticator app, or one of your recovery codes.")

    @property
    def helper(self) -> FormHelper:
        return layout("code", submit="Sign in")


class CodeAgainForm(_Once, ReauthenticateForm):
    code = _code_field("From your authenticator app, or one of your recovery codes.")

    @property
    def helper(self) -> FormHelper:
        return layout("code", submit="Continue")


class FirstCodeForm(ActivateTOTPForm):
    """The code that proves that the app was set up cannot open a session a moment later."""

    code = _code_field("The six digits that the app shows now.")

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError as problem:
            if problem.code != "incorrect_code":
                raise
            raise ValidationError(WRONG_FIRST_CODE) from None
        take(self.user, code)
        return code

    @property
    def helper(self) -> FormHelper:
        return layout("code", submit="Turn on")
