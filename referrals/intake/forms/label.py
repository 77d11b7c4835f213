from django import forms

from agencies.shell.layout import FormHelper, layout
from referrals.intake.questions import SENTENCES


class LabelForm(forms.Form):
    label = forms.CharField(
        label="Label",
        help_text="For example: car wash, Redditch. Not their name. It is not sent to the Home Office.",
        max_length=80,
        required=False,
        error_messages=SENTENCES,
    )

    @property
    def helper(self) -> FormHelper:
        return layout("label", submit="Save label")
