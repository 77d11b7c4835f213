"""Somebody else told us: who, when, about whom, and how far it has got."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from agencies.shell.fields import PartialDateField
from agencies.shell.layout import Field, Fieldset, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.decisions.forms.seen import INCOMPLETE, whole_date
from referrals.decisions.rules.letters import OUTCOMES, usual_from
from referrals.enums import Status
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose
from victims.enums import AgeGroup

NOT_IN_IT = "not_in_it"
NOT_SAID = "not_said"


class InboundForm(forms.Form):
    """`key` is made on the server for each showing of the page, so that a page sent twice makes one case."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    told_by = line("Who told us?", "Enter who told us.", hint="Such as: Single Competent Authority, or Kent Police.")
    told_on = whole_date("On which day?", "Enter the day on which we were told.")
    reference = line("Their reference (optional)", longest=60)
    given_names = line("First names (optional)")
    family_name = line("Last name (optional)")
    age_now = forms.TypedChoiceField(
        label="Are they under 18?",
        choices=[(AgeGroup.CHILD, "Yes"), (AgeGroup.ADULT, "No"), (AgeGroup.UNSURE, "Not sure")],
        coerce=AgeGroup,
        required=False,
        empty_value=None,
        widget=Radios(hints={AgeGroup.UNSURE: "We treat them as a child"}),
        error_messages=SENTENCES,
    )
    born_on = PartialDateField(label="Date of birth (as much as they gave)", required=False, today=localdate)
    text = prose("What did they tell us?", "Write what they told us.")
    says = forms.ChoiceField(label="How far has it got?", widget=Radios, error_messages={
        **SENTENCES, "required": "Choose how far it has got. If they did not say, choose that.",
    })  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(step.value, OUTCOMES[step].label) for step in usual_from(Status.INBOUND)]
        says: Any = self.fields["says"]
        says.choices = [(NOT_IN_IT, "They are not in the NRM yet"), *told, (NOT_SAID, "They did not say")]

    @property
    def helper(self) -> FormHelper:
        return layout(
            "key",
            Fieldset("Who told us", "told_by", "told_on", "reference"),
            Fieldset("The person", "given_names", "family_name", "age_now", "born_on"),
            Field("text", rows=4),
            "says",
            submit="Record it",
        )
