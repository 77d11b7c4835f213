"""What is asked for the steps that are ours."""

from django import forms

from agencies.shell.layout import Button, Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.decisions.actions.steps import CONFIRM_DEATH
from referrals.decisions.forms.seen import SeenForm, whole_date
from referrals.decisions.rules.asking_again import LABELS, Ground
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose


class ReplyForm(SeenForm):
    on = whole_date("On which day was it sent?", "Enter the day on which the answer was sent.")
    text = prose("What was sent, and how?", "Say what was sent, and how.")
    reference = line("Their reference (optional)", longest=60)

    @property
    def helper(self) -> FormHelper:
        return layout("seen", "on", Field("text", rows=4), "reference", submit="Record the answer")


class AskAgainForm(SeenForm):
    ground = forms.TypedChoiceField(
        label="On what ground?",
        choices=[(ground.value, LABELS[ground]) for ground in Ground],
        coerce=Ground,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Choose the ground."},
    )
    asked_by = line(
        "Who asks?", "Enter who asks.", hint="Such as their lawyer, their support worker, or our unit for them."
    )
    on = whole_date("On which day were they asked?", "Enter the day on which the Home Office was asked.")
    text = prose("What was said and sent?", "Say what was said and sent.")
    why_late = prose("If it is late: what is exceptional?")

    def _worded(self, value: object) -> str:
        return LABELS[value] if isinstance(value, Ground) else super()._worded(value)

    @property
    def helper(self) -> FormHelper:
        boxes = ("seen", "ground", "asked_by", "on", Field("text", rows=4), Field("why_late", rows=3))
        return layout(*boxes, submit="Record that they were asked to look again")


class DeathForm(SeenForm):
    on = whole_date("On which day did they die, or were they found?", "Enter the day, as near as it is known.")
    reason = prose("How is it known?", "Say how it is known, and from whom.")
    is_confirmed = forms.BooleanField(label="It is confirmed", error_messages={"required": CONFIRM_DEATH})

    @property
    def helper(self) -> FormHelper:
        boxes = ("seen", "on", Field("reason", rows=3), "is_confirmed")
        return layout(*boxes, submit=Button("Record that they have died", kind="warning"))


class TakeOnForm(SeenForm):
    """Nothing to fill in: the page says what follows, and the button does it."""

    @property
    def helper(self) -> FormHelper:
        return layout("seen", submit="Take it on")
