from typing import Any, cast

from django import forms
from django.urls import reverse_lazy

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.fields import ProseField
from agencies.shell.layout import HTML, Fieldset, FormHelper, layout
from agencies.shell.widgets import ListInput, Radios
from referrals.home_office.rules import length_of
from referrals.intake.questions import SENTENCES
from referrals.models import NotificationText
from victims.columns import LONGEST
from victims.enums import Answer

WHAT_IDENTIFIES = '{% include "papers/_what_identifies.html" %}'
VERSION = '{% include "papers/_version.html" %}'
FORCES = cast("str", reverse_lazy("find_in_list", args=[ListName.FORCES.value]))
SMALL_HEADING = {"label-size": "s"}
TOO_LONG = "Shorten the text: it has {:,} characters, and the Home Office form takes {:,}."


def believed(label: str, hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=Answer.choices,
        widget=Radios(small=True, inline=True),
        required=False,
        error_messages=SENTENCES,
    )


class Version(forms.IntegerField):
    """Of what was on the page, which papers/_version.html puts there. One that cannot be read counts as old."""

    def clean(self, value: Any) -> int:
        return int(value) if str(value).isdecimal() and len(str(value)) < 10 else -1


class NotificationForm(forms.Form):
    version = Version()
    believes_slavery = believed(
        "Is it believed to be slavery, servitude or forced labour?",
        "Made to work or to serve, and not free to stop. Modern Slavery Act 2015 section 1.",
    )
    believes_trafficking = believed(
        "Is it believed to be human trafficking?",
        "Recruited, moved or kept by somebody in order to be exploited. Section 2.",
    )
    found_in = ListedChoiceField(
        ListName.FORCES,
        label="In which police area were they found?",
        help_text="Only the name of the police force. Start typing.",
        required=False,
        widget=ListInput(FORCES, SMALL_HEADING),
    )
    text = ProseField(
        label="What else can be said without telling who they are?",
        help_text="Write it new. Copy nothing from the case. It may stay empty.",
        max_length=LONGEST,
        required=False,
        error_messages=SENTENCES,
        widget=forms.Textarea({"rows": 10, **SMALL_HEADING}),
    )

    def __init__(self, data: Any, saved: NotificationText) -> None:
        initial = {name: getattr(saved, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        self.fields["found_in"].kept = saved.found_in  # type: ignore[attr-defined]  # our own field

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if (length := length_of(text)) > LONGEST:
            raise forms.ValidationError(TOO_LONG.format(length, LONGEST))
        return text

    @property
    def helper(self) -> FormHelper:
        return layout(
            Fieldset("What the regulations ask", "believes_slavery", "believes_trafficking", "found_in"),
            Fieldset("In words", HTML(WHAT_IDENTIFIES), "text"),
            HTML(VERSION),
            submit="Save",
        )


class CheckForm(forms.Form):
    version = Version()
    is_read = forms.BooleanField(
        label="I have read all of it, and nothing in it tells who they are, alone or put together",
        error_messages={"required": "Tick this once you have read all of it."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("is_read", HTML(VERSION), submit="Mark as checked")

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {"version": self.cleaned_data.get("version", -1)}
