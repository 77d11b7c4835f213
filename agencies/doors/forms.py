from collections.abc import Sequence
from typing import Any, cast

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.account.internal.flows.login import perform_password_login
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from agencies.models import Membership, User
from agencies.shell.layout import FormHelper, layout

LONGEST_PASSWORD = 200
HINT = "At least 12 characters. Three or four words that do not belong together are easy to keep in mind."


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your work e-mail address.",
            "invalid": "Enter an e-mail address in the right form, such as name@example.police.uk",
            "max_length": "Enter an e-mail address with at most 254 characters.",
        },
    )


def _password_field(label: str = "Password", required: str = "Enter your password.") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": required, "max_length": f"Use at most {LONGEST_PASSWORD} characters."},
    )


def _new_password_field() -> forms.CharField:
    field = _password_field("New password", "Enter a new password.")
    field.help_text = HINT
    field.widget.attrs["autocomplete"] = "new-password"
    return field


class SignInForm(LoginForm):
    """django-allauth's own, in our words; and the address does not go into the session."""

    password = _password_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()

    def clean_login(self) -> str:
        email: str = self.cleaned_data["login"]
        return email.lower()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        self._login.redirect_url = redirect_url
        self._login.email = None
        return perform_password_login(request, {}, self._login)

    @property
    def helper(self) -> FormHelper:
        return layout("login", "password", submit="Sign in")


class PasswordAgainForm(ReauthenticateForm):
    password = _password_field()

    @property
    def helper(self) -> FormHelper:
        return layout("password", submit="Continue")


class ForgottenForm(forms.Form):
    email = _email_field()

    @property
    def helper(self) -> FormHelper:
        return layout("email", submit="Send me a link")


class NewPasswordForm(forms.Form):
    password = _new_password_field()
    button = "Save password"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if password := answers.get("password"):
            try:
                validate_password(password, self.as_typed(answers))
            except ValidationError as problem:
                self.add_error("password", problem)
        return answers

    def as_typed(self, answers: dict[str, Any]) -> User:
        return self.user

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit=self.button)


class InvitationForm(NewPasswordForm):
    full_name = forms.CharField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name.", "max_length": "Use at most 120 characters."},
    )
    collar_number = forms.CharField(
        label="Collar or staff number (optional)",
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
        error_messages={"max_length": "Use at most 20 characters."},
    )
    field_order = ["full_name", "collar_number", "password"]
    button = "Save and sign in"

    def as_typed(self, answers: dict[str, Any]) -> User:
        """So that the name that was just typed is no password."""
        return User(
            email=self.user.email,
            full_name=answers.get("full_name", ""),
            collar_number=answers.get("collar_number", ""),
        )


class ChangePasswordForm(NewPasswordForm):
    present_password = _password_field("Present password", "Enter your present password.")
    field_order = ["present_password", "password"]

    def clean_present_password(self) -> str:
        typed: str = self.cleaned_data["present_password"]
        if not self.user.check_password(typed):
            raise ValidationError("This is not your present password.")
        return typed


class ActingForForm(forms.Form):
    membership = forms.TypedChoiceField(
        label="For which agency are you acting?",
        widget=forms.RadioSelect({"heading": True}),
        error_messages={"required": "Choose an agency.", "invalid_choice": "Choose an agency from the list."},
    )

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {str(membership.pk): membership for membership in memberships}
        field = cast("forms.TypedChoiceField", self.fields["membership"])
        field.choices = [(pk, membership.agency.name) for pk, membership in mine.items()]
        field.coerce = mine.__getitem__

    @property
    def helper(self) -> FormHelper:
        return layout("membership", submit="Continue")
