from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.models import Membership
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import Button, Fieldset, FormHelper, layout
from agencies.shell.widgets import Radios
from notifications.enums import How, NoticeKind
from notifications.kinds import KINDS

NOBODY = "nobody"
MINUTES = ["%H:%M", "%H.%M", "%H%M"]


class WishesForm(forms.Form):
    """How somebody wants to be told, for each kind that could reach them and may be turned off."""

    def __init__(self, *args: Any, kinds: Iterable[NoticeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds:
            if KINDS[kind].may_be_turned_off:
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label,
                    choices=How.choices,
                    widget=Radios(small=True),
                    error_messages={
                        "required": f"Choose how you are told: {kind.label.lower()}.",
                        "invalid_choice": "Choose one of the three ways.",
                    },
                )

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Save how I am told")


class AbsenceForm(forms.Form):
    """When somebody is away, and who gets theirs. `is_search`: only the colleague is being looked for yet."""

    first_day = WholeDateField(
        label="First day away", error_messages={"required": "Enter the first day on which you are away."}
    )
    last_day = WholeDateField(
        label="Last day away", error_messages={"required": "Enter the last day on which you are away."}
    )
    text = forms.CharField(
        label="A colleague’s name or collar number",
        max_length=80,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={"max_length": "Use at most 80 characters."},
    )
    to = forms.ChoiceField(
        label="Who gets yours?",
        widget=Radios,
        error_messages={
            "required": "Find a colleague and choose them, or choose nobody.",
            "invalid_choice": "Choose a colleague of your agency, or nobody.",
        },
    )

    def __init__(self, *args: Any, people: Collection[Membership], is_search: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_search = is_search
        to = cast("forms.ChoiceField", self.fields["to"])
        found = [(str(row.pk), _described(row)) for row in people]
        to.choices = [*found, (NOBODY, "Nobody. Mine wait for me, and the rest of my unit is told as usual")]

    def full_clean(self) -> None:
        """While a colleague is looked for, what else was typed stays as it is, right or wrong."""
        if self.is_bound and self.is_search:
            self.cleaned_data = {}
            self._errors = forms.utils.ErrorDict()
            if not self.data.get("text", "").strip():
                self.add_error("text", "Type part of a name or a collar number.")
            return
        super().full_clean()

    def clean_to(self) -> int | None:
        chosen = str(self.cleaned_data["to"])
        return None if chosen == NOBODY else int(chosen)

    def clean(self) -> dict[str, Any]:
        answers = dict(super().clean() or self.cleaned_data)
        answers.pop("text", None)
        return answers

    @property
    def helper(self) -> FormHelper:
        return layout(
            "first_day",
            "last_day",
            Fieldset("Find a colleague", "text", size="s"),
            layout_button(),
            "to",
            submit="Save when I am away",
        )


def layout_button() -> Any:
    """Looking somebody up, in the middle of the form, so that the days that were typed come along."""
    return layout(secondary=Button("Find", name="find", kind="secondary")).layout


class ShiftForm(forms.Form):
    person = forms.TypedChoiceField(
        label="Who is on shift?", coerce=int, error_messages={"required": "Choose who is on shift."}
    )
    day = WholeDateField(label="On which day does it start?", error_messages={"required": "Enter the day."})
    starts = forms.TimeField(
        label="From",
        help_text="For example 22:00",
        input_formats=MINUTES,
        widget=forms.TextInput(attrs={"width": 5, "autocomplete": "off"}),
        error_messages={
            "required": "Enter when the shift starts.",
            "invalid": "Enter the time as hours and minutes, for example 22:00.",
        },
    )
    ends = forms.TimeField(
        label="To",
        help_text="A time before the start is on the next day.",
        input_formats=MINUTES,
        widget=forms.TextInput(attrs={"width": 5, "autocomplete": "off"}),
        error_messages={
            "required": "Enter when the shift ends.",
            "invalid": "Enter the time as hours and minutes, for example 07:00.",
        },
    )
    position = forms.TypedChoiceField(
        label="Told as number",
        help_text="Where several are on shift, number 1 comes first.",
        coerce=int,
        choices=[(number, str(number)) for number in range(1, 10)],
        initial=1,
        error_messages={"required": "Choose a number.", "invalid_choice": "Choose a number from 1 to 9."},
    )

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = cast("forms.TypedChoiceField", self.fields["person"])
        person.choices = [("", "Choose somebody"), *((row.user_id, _described(row)) for row in members)]
        person.error_messages["invalid_choice"] = "Choose somebody who is in this unit."

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Add this shift")


def _described(row: Membership) -> str:
    number = f" ({row.user.collar_number})" if row.user.collar_number else ""
    return f"{row.user}{number}"
