"""What is asked about something that left a case. Nothing is chosen beforehand."""

from django import forms

from agencies.shell.layout import Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.enums import SettledBy
from referrals.lodging.forms.afterwards import prose


class SettleForm(forms.Form):
    settled_by = forms.TypedChoiceField(
        label="What was done about it?",
        choices=SettledBy.choices,
        coerce=SettledBy,
        widget=Radios,
        error_messages={"required": "Choose what was done.", "invalid_choice": "Choose from the list."},
    )
    text = prose(
        "Anything to add? (optional)",
        hint="If it stays there, or cannot be got back: why, and on what basis. Whom you asked, and when.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout("settled_by", Field("text", rows=4), submit="Record it")
