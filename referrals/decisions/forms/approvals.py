"""What a supervisor is asked, and what they answer."""

from typing import Any

from django import forms

from agencies.shell.layout import Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.decisions.forms.seen import SeenForm
from referrals.decisions.rules.closing import AFTER_NO, Facts
from referrals.enums import Status
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import prose


class NoSignsForm(SeenForm):
    rationale = prose(
        "Why are there no signs?",
        "Say what was looked at, and why it is no sign.",
        hint="What was looked at, what else it can be, and who was asked. Whoever referred reads that it was decided.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout("seen", "rationale", submit="Ask a supervisor")


class CloseForm(SeenForm):
    """Only what matters from where the case stands is asked."""

    why = prose("Why is it closed?", "Say why it is closed.", hint="That the Home Office said no is not enough.")
    handed_over = prose("What was handed over, and to whom?", hint="Safeguarding, support, the investigation.")
    support = prose("Who gives support from now on?", hint="Name the service, and say that they know.")
    why_not_wait = prose("Why does nobody wait until they have asked again?")

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            "handed_over": True,
            "support": facts.status == Status.CG_POSITIVE,
            "why_not_wait": facts.ask_until is not None,
        }
        for name in (name for name, is_wanted in wanted.items() if not is_wanted):
            self.fields[name].widget = forms.HiddenInput()
        if facts.status not in AFTER_NO:
            self.fields["handed_over"].label = "What was handed over, and to whom? (optional)"

    @property
    def helper(self) -> FormHelper:
        rows = [Field(name, rows=3) if name != "why" else Field(name, rows=4) for name in self.fields if name != "seen"]
        return layout("seen", *rows, submit="Ask a supervisor")


class AnswerForm(forms.Form):
    is_approved = forms.TypedChoiceField(
        label="What do you decide?",
        choices=[("yes", "I approve it"), ("no", "I refuse it")],
        coerce=lambda chosen: chosen == "yes",
        widget=Radios,
        error_messages={**SENTENCES, "required": "Choose whether you approve it."},
    )
    text = prose("What do you say to it?", hint="Needed when you refuse it. Whoever asked reads this.")

    @property
    def helper(self) -> FormHelper:
        return layout("is_approved", Field("text", rows=3), submit="Answer")


class TakeBackForm(forms.Form):
    @property
    def helper(self) -> FormHelper:
        return layout(submit="Take it back")
