"""Who sent it, and when."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from agencies.shell.fields import WholeDateField
from agencies.shell.layout import Fieldset, FormHelper, layout
from referrals.enums import Route
from referrals.intake.forms.times import TimeOfDayField, moment
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line


class SendingForm(forms.Form):
    route = forms.TypedChoiceField(choices=Route.choices, coerce=Route, widget=forms.HiddenInput)
    sent_on = WholeDateField(
        label="Day on which it was sent", today=localdate, error_messages={"required": "Enter the day it was sent."}
    )
    sent_time = TimeOfDayField(
        label="Time at which it was sent",
        help_text="For example: 02:45",
        widget=forms.TextInput({"width": "5"}),
        error_messages={**SENTENCES, "required": "Enter the time it was sent, as near as you know it."},
    )
    sent_by = line("Who sent it", "Enter who sent it.", hint="Whoever pressed the button at the Home Office’s form.")
    home_office_reference = line(
        "Home Office reference (optional)", hint="You can add it later, when it has come.", longest=60
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        on, time = answers.pop("sent_on", None), answers.pop("sent_time", "")
        if on and time:
            answers["sent_at"] = moment(on, time)
        return answers

    @property
    def helper(self) -> FormHelper:
        when = Fieldset("When", "sent_on", "sent_time", size="s")
        return layout(when, "sent_by", "home_office_reference", submit="Record that it was sent")


class HomeOfficeReferenceForm(forms.Form):
    home_office_reference = line("Home Office reference", "Enter the reference that the Home Office gave.", longest=60)

    @property
    def helper(self) -> FormHelper:
        return layout("home_office_reference", submit="Save the reference")
