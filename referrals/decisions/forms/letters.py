"""Copying from a letter of the Home Office, and reading what somebody else copied."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms

from agencies.shell.layout import Button, Field, FormHelper, Reveal, layout
from agencies.shell.widgets import Radios
from referrals.decisions.forms.seen import SeenForm, whole_date
from referrals.decisions.rules.letters import OUTCOMES, reason_not_to_record, unusual_from, usual_from
from referrals.enums import DecidingBody, Status, Step
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose

ELSE = "else"
SAY_WHAT = "Choose what the letter says."


class StepField(forms.ChoiceField):
    """Takes whatever a letter can say, offered or not: the case may have moved since the page was shown."""

    def valid_value(self, value: str) -> bool:
        return value == ELSE or value in OUTCOMES


class LetterForm(SeenForm):
    """Nothing is chosen beforehand. What follows usually from where the case stands comes first."""

    step = StepField(
        label="What does the letter say?", widget=Radios, error_messages={**SENTENCES, "required": SAY_WHAT}
    )
    other_step = StepField(
        label="What does it say?", widget=Radios(small=True), required=False, error_messages=SENTENCES
    )
    body = forms.TypedChoiceField(
        label="Who decided?",
        choices=DecidingBody.choices,
        coerce=DecidingBody,
        widget=Radios(small=True),
        error_messages={**SENTENCES, "required": "Choose who decided."},
    )
    decided_on = whole_date("Date of the decision, on the letter", "Enter the date that stands on the letter.")
    reference = line("Their reference", longest=60)
    reasons = prose(
        "Reasons they give",
        hint="Copied from the letter. Needed for a no, and where something is questioned or paused.",
    )
    answer_by = whole_date(
        "Answer by (only if they ask something)", "", hint="The day that the letter gives.", may_be_later=True
    )
    letter = forms.UUIDField(required=False, widget=forms.HiddenInput)
    is_sure = forms.BooleanField(required=False, label="I have looked again, and the letter says so")

    def __init__(self, *args: Any, status: Status, on_file: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = status
        usual, unusual = _offered(usual_from(status)), _offered(unusual_from(status))
        step: Any = self.fields["step"]
        other: Any = self.fields["other_step"]
        step.choices = [*usual, (ELSE, "The letter says something else")] if usual else unusual
        other.choices = unusual if usual else []
        step.widget.hints = {
            **{each.value: OUTCOMES[each].follows for each in OUTCOMES if OUTCOMES[each].follows},
            ELSE: "It is recorded all the same, asked back, and read by a second person",
        }
        chosen = self.initial.get("step")
        if usual and chosen in dict(unusual):
            self.initial = {**self.initial, "step": ELSE, "other_step": chosen}
        if on_file:
            self.fields["reference"].help_text = f"On file: {on_file}. A different one is asked back before saving."

    def clean(self) -> dict[str, Any]:
        """`step` is what the letter says, wherever on the page it was chosen."""
        answers = super().clean() or {}
        other = answers.pop("other_step", "")
        if answers.get("step") == ELSE and not other:
            self.add_error("other_step" if "other_step" not in self.errors else None, SAY_WHAT)
        elif "step" in answers:
            answers["step"] = Step(other if answers["step"] == ELSE else answers["step"])
            self._ask(answers)
        return answers

    def _ask(self, answers: dict[str, Any]) -> None:
        if not {"decided_on", "reasons", "answer_by"} <= answers.keys():
            return
        asked = {name: answers[name] for name in ("decided_on", "reasons", "answer_by")}
        if problem := reason_not_to_record(answers["step"], self.status, **asked):
            self.add_error(*problem)

    def said(self) -> list[tuple[str, str]]:
        answers, label = self.cleaned_data, self.fields["step"].label
        named = [(str(label), OUTCOMES[answers["step"]].label)] if isinstance(answers.get("step"), Step) else []
        return [*named, *(each for each in super().said() if each[0] not in {label, self.fields["is_sure"].label})]

    @property
    def helper(self) -> FormHelper:
        helper = layout(
            *("seen", "letter", self._what(), "body", "decided_on", "reference", Field("reasons", rows=4), "answer_by"),
        )
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def _what(self) -> LayoutObject | str:
        other: Any = self.fields["other_step"]
        return Reveal("step", {ELSE: ["other_step"]}) if other.choices else "step"


def _offered(steps: Sequence[Step]) -> list[tuple[str, str]]:
    return [(step.value, OUTCOMES[step].label) for step in steps]


class SecondReadForm(forms.Form):
    is_right = forms.TypedChoiceField(
        label="Does the letter say what was recorded?",
        choices=[("yes", "Yes, as it was recorded"), ("no", "No, something is wrong")],
        coerce=lambda chosen: chosen == "yes",
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say whether the letter says what was recorded."},
    )
    note = prose("If something is wrong: what does the letter say?", hint="Whoever recorded it reads this.")

    @property
    def helper(self) -> FormHelper:
        return layout("is_right", Field("note", rows=3), submit=Button("I have read the letter"))
