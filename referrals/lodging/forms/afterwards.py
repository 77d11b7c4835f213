"""What is asked of whoever records what became of a lodged case."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from agencies.shell.fields import PartialDateField, ProseField, WholeDateField
from agencies.shell.layout import Button, Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.enums import SafeguardingState, SupplementKind
from referrals.intake.questions import SENTENCES
from referrals.intake.sections import SECTIONS
from victims.columns import LONGEST
from victims.enums import AgeStep


def line(label: str, required: str = "", *, hint: str = "", longest: int = 200) -> forms.CharField:
    """One line; `required` says what to do when it is empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=bool(required),
        error_messages={**SENTENCES, "required": required},
    )


def prose(label: str, required: str = "", *, hint: str = "") -> ProseField:
    return ProseField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=bool(required),
        widget=forms.Textarea({"rows": 5, "threshold": 75}),
        error_messages={**SENTENCES, "required": required},
    )


class AddForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="What is it?",
        choices=[
            (SupplementKind.ADDITION.value, "Something new"),
            (SupplementKind.CORRECTION.value, "Something that was wrong"),
        ],
        help_text="Agencies that were shown a section read what you correct in it.",
        coerce=SupplementKind,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say whether it is new or puts something right."},
    )
    section = forms.ChoiceField(
        label="Which section does it belong to?",
        choices=[("", "Choose a section"), *((section.code, section.title) for section in SECTIONS)],
        error_messages={**SENTENCES, "required": "Choose the section it belongs to."},
    )
    text = prose(
        "What do you want to add?",
        "Write what you want to add.",
        hint="Their own words in quotation marks. Say how you know.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout("kind", "section", Field("text"), submit="Add it")


class ErrorForm(forms.Form):
    text = prose(
        "What was wrong, and what is right?",
        "Write what was wrong, and what is right.",
        hint="Say too when and how the Home Office was told, and who told it.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout("text", submit="Record the error")


class WithdrawForm(forms.Form):
    text = prose(
        "What did they say, and how did you hear it?",
        "Write what they said, and how you heard it.",
        hint="Their words. Where the written or recorded withdrawal is kept. Do not ask for a reason.",
    )
    is_their_wish = forms.BooleanField(
        label="They decided this themselves, and know that support which depends on the NRM ends",
        error_messages={"required": "Only the person themselves can withdraw. Tick that they decided it."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("text", "is_their_wish", submit=Button("Record that they withdraw", kind="warning"))


class AgeForm(forms.Form):
    """Nothing is chosen beforehand: what happened is for somebody to say."""

    step = forms.TypedChoiceField(
        label="What happened?",
        choices=AgeStep.choices,
        coerce=AgeStep,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say what happened about their age."},
    )
    on = PartialDateField(label="When? (optional)", required=False, today=localdate)
    decided_by = line("By whom? (optional)", hint="For example: Worcestershire County Council, duty social worker")
    reference = line("Their reference (optional)")
    note = prose("What else matters? (optional)")

    @property
    def helper(self) -> FormHelper:
        return layout("step", "on", "decided_by", "reference", Field("note", rows=3), submit="Record it")


class AdoptForm(forms.Form):
    """Nothing to fill in: the page says what follows, and the button does it."""

    @property
    def helper(self) -> FormHelper:
        return layout(submit="I take it on")


class DeadlineForm(forms.Form):
    state = forms.TypedChoiceField(
        label="What became of it?",
        choices=[
            (SafeguardingState.DONE.value, "They were told"),
            (SafeguardingState.UNAVAILABLE.value, "Not available here"),
        ],
        coerce=SafeguardingState,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say whether they were told, or are not available."},
    )
    contact = line("Who was told?", hint="Name or desk, and how")
    on = WholeDateField(label="On which day?", today=localdate, error_messages={"required": "Enter the day."})
    reference = line("Their reference (optional)", longest=80)
    note = prose("If not available: why, and what was done instead?")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("state") == SafeguardingState.DONE and not answers.get("contact"):
            self.add_error("contact", "Enter who was told.")
        if answers.get("state") == SafeguardingState.UNAVAILABLE and not answers.get("note"):
            self.add_error("note", "Say why it is not available, and what was done instead.")
        return answers

    @property
    def helper(self) -> FormHelper:
        return layout("state", "contact", "on", "reference", Field("note", rows=3), submit="Record it")
