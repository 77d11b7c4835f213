from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.shell.layout import Field, FormHelper, layout
from referrals.emergency import rules
from referrals.lodging.forms.afterwards import prose


class OpenForm(forms.Form):
    reference = forms.CharField(
        label="Reference of the case",
        help_text="All of it, such as MS-26-4F7K2QX. Somebody at the unit, or a paper of the person, can tell you.",
        max_length=40,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            "required": "Enter the reference of the case.",
            "max_length": "Enter the reference of the case, such as MS-26-4F7K2QX.",
        },
    )
    reason = prose(
        "Why can you not wait for the unit?",
        rules.SAY_WHY,
        hint="The unit, its supervisors and the auditor read this. No names.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout("reference", Field("reason", rows=4), submit="Open it for an hour")
