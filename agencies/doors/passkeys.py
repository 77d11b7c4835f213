"""Forms around passkeys. What a browser sends is long and strange: malformed, it is a wrong passkey and no error."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.doors.recording import record
from agencies.models import User
from agencies.shell.layout import FormHelper, layout
from audit.enums import Outcome

MALFORMED = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
NOT_RECOGNISED = "This passkey was not recognised. Try again, or sign in another way."
NOT_ADDED = (
    "This passkey could not be added. Try again. To sign in with it alone, it must ask for your finger, face or PIN."
)
NAMELESS = "Give this passkey a name, such as the device it is on."


def checked(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except MALFORMED as problem:
        raise ValidationError(NOT_RECOGNISED) from problem


def _credential_field() -> forms.JSONField:
    return forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NOT_RECOGNISED, "invalid": NOT_RECOGNISED}
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label="Name of this passkey",
        max_length=40,
        error_messages={"required": NAMELESS, "max_length": "Use at most 40 characters."},
    )


class _Checked:
    user: User | None

    def clean_credential(self) -> Authenticator:
        try:
            found: Authenticator = checked(super().clean_credential)  # type: ignore[misc]  # allauth has no types
        except ValidationError:
            record("second_factor.refused", self.user, by=None, at=timezone.now(), outcome=Outcome.REFUSED)
            raise ValidationError(NOT_RECOGNISED) from None
        return found


class PasskeyForm(_Checked, AuthenticateWebAuthnForm):
    credential = _credential_field()


class PasskeyAgainForm(_Checked, ReauthenticateWebAuthnForm):
    credential = _credential_field()


class PasskeySignInForm(_Checked, LoginWebAuthnForm):
    credential = _credential_field()


class NewPasskeyForm(AddWebAuthnForm):
    name = _name_field()
    credential = _credential_field()
    passwordless = forms.BooleanField(
        label="Let me sign in with this passkey alone, without my password",
        help_text="Your device then asks for your finger, face or PIN instead. Leave it unticked to use the passkey "
        "after your password, as your second factor.",
        required=False,
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return name

    def clean(self) -> dict[str, Any]:
        """Without a name there is one thing to put right, whatever else came along."""
        if "name" in self.errors:
            self.errors.pop("credential", None)
            return self.cleaned_data
        try:
            answers: dict[str, Any] = checked(super().clean)
        except ValidationError:
            raise ValidationError(NOT_ADDED) from None
        return answers


class PasskeyNameForm(EditWebAuthnForm):
    name = _name_field()

    @property
    def helper(self) -> FormHelper:
        return layout("name", submit="Save name")
