import re
from typing import Any, cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.enums import AgencyKind, Role
from agencies.folding import folded_postcode
from agencies.models import Agency, Unit
from agencies.people.rules import roles_given_by
from agencies.roles import SENTENCES
from agencies.shell.layout import Button, FormHelper, layout
from agencies.shell.widgets import Checkboxes

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
NOT_A_POSTCODE = "Enter a postcode in the right form, such as WR3 8TZ"


class PlaceForm(forms.Form):
    """Roles and units of a colleague. Nothing is ticked beforehand for somebody new."""

    roles = forms.TypedMultipleChoiceField(
        label="What may they do?",
        help_text="Tick all that apply. With none, they can sign in and see nothing.",
        coerce=Role,
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": "Choose roles from the list."},
    )
    units = forms.ModelMultipleChoiceField(
        label="Which units do they work in?",
        queryset=Unit.objects.none(),
        required=False,
        widget=Checkboxes,
        error_messages={
            "invalid_choice": "Choose units from the list.",
            "invalid_pk_value": "Choose units from the list.",
        },
    )
    button = "Save roles and units"

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = roles_given_by(AgencyKind(agency.kind), is_first_responder=agency.is_first_responder)
        held = [role for role in self.initial.get("roles", []) if role not in given]
        roles = cast("forms.TypedMultipleChoiceField", self.fields["roles"])
        roles.choices = [(role.value, role.label) for role in [*given, *map(Role, held)]]
        cast("Checkboxes", roles.widget).hints = {role.value: SENTENCES[role] for role in Role}
        units = cast("forms.ModelMultipleChoiceField[Unit]", self.fields["units"])
        units.queryset = agency.units.all()
        if not agency.units.exists():
            del self.fields["units"]

    def clean(self) -> dict[str, object]:
        answers = super().clean() or {}
        answers.setdefault("units", [])
        return answers

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit=self.button)


class InviteForm(PlaceForm):
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="They get a link there: once, for 7 days. Who has an account already is asked at their next sign-in.",
        error_messages={
            "required": "Enter the work e-mail address.",
            "invalid": "Enter an e-mail address in the right form, such as name@example.police.uk",
            "max_length": "Enter an e-mail address with at most 254 characters.",
        },
    )
    field_order = ["email", "roles", "units"]
    button = "Send invitation"


class ChangeForm(PlaceForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """After somebody else's save, the button says that it undoes it."""
        return layout(*self.fields, submit="Save mine instead" if self.non_field_errors() else self.button)


class HomeForm(forms.Form):
    """What is held is not shown, so the box is empty each time."""

    postcode = forms.CharField(
        label="Home postcode",
        max_length=10,
        help_text="For example, WR3 8TZ",
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the postcode.", "max_length": NOT_A_POSTCODE},
    )

    def clean_postcode(self) -> str:
        typed = folded_postcode(self.cleaned_data["postcode"])
        if not POSTCODE.fullmatch(typed):
            raise forms.ValidationError(NOT_A_POSTCODE)
        return typed

    @property
    def helper(self) -> FormHelper:
        return layout("postcode", submit="Save postcode")


class FindForm(forms.Form):
    text = forms.CharField(
        label="Name, e-mail address or collar number",
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            "required": "Enter part of a name, an e-mail address or a collar number.",
            "max_length": "Use at most 80 characters.",
        },
    )

    @property
    def helper(self) -> FormHelper:
        return layout("text", submit="Find")


class ConfirmForm(forms.Form):
    """Nothing to fill in: the page says what will happen, and the button does it."""

    def __init__(self, *args: Any, button: Button, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button

    @property
    def helper(self) -> FormHelper:
        return layout(submit=self.button)


class AnswerForm(forms.Form):
    """Yes or no to an agency's invitation, by the button that was pressed."""

    membership = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.TypedChoiceField(
        choices=[("yes", "Accept"), ("no", "Decline")],
        coerce=lambda answer: answer == "yes",
        widget=forms.HiddenInput,
    )
