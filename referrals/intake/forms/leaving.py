"""Leaving a draft: to whom it goes, or why it is thrown away."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.models import Membership, Unit
from agencies.shell.fields import ProseField
from agencies.shell.layout import Button, Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.intake.questions import SENTENCES
from victims.columns import LONGEST


class FindColleagueForm(forms.Form):
    text = forms.CharField(
        label="A colleague’s name or collar number",
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            **SENTENCES,
            "required": "Type part of a name or a collar number.",
            "max_length": "Use at most 80 characters.",
        },
    )

    @property
    def helper(self) -> FormHelper:
        return layout("text", submit=Button("Find", name="find", kind="secondary"))


class HandOverForm(forms.Form):
    to = forms.ChoiceField(
        label="Who carries on with it?",
        widget=Radios,
        error_messages={
            "required": "Choose a colleague or a unit.",
            "invalid_choice": "Choose a colleague who may work on referrals, or a unit of your agency.",
        },
    )

    def __init__(self, *args: Any, people: Iterable[Membership], units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(f"person-{row.pk}", _described(row)) for row in people]
        to = cast("forms.ChoiceField", self.fields["to"])
        to.choices = [*found, *((f"unit-{unit.pk}", f"{unit}: whoever of them takes it") for unit in units)]

    @property
    def helper(self) -> FormHelper:
        return layout("to", submit="Hand over")


class DiscardForm(forms.Form):
    """The reason is asked only for a draft that holds something."""

    reason = ProseField(
        label="Why is it discarded?",
        help_text="Kept with the record. The author sees it.",
        max_length=LONGEST,
        error_messages={**SENTENCES, "required": "Say why it is discarded. The reason is kept with the record."},
    )

    def __init__(self, *args: Any, is_empty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_empty = is_empty
        if is_empty:
            del self.fields["reason"]

    @property
    def helper(self) -> FormHelper:
        if self.is_empty:
            return layout(submit=Button("Delete this draft", kind="warning"))
        return layout(Field("reason", rows=4), submit=Button("Discard this draft", kind="warning"))


def _described(row: Membership) -> str:
    number = f" ({row.user.collar_number})" if row.user.collar_number else ""
    return f"{row.user}{number}"
