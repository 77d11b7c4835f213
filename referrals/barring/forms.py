"""What is asked of whoever keeps somebody from a case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.models import Membership, Unit
from agencies.shell.layout import Button, Buttons, Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.barring.rules import SAY_WHY
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import prose


class BarForm(forms.Form):
    """One form with two buttons, so that looking for somebody loses nothing of the reason."""

    text = forms.CharField(
        label="Find somebody by name or collar number (optional)",
        required=False,
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={**SENTENCES, "max_length": "Use at most 80 characters."},
    )
    who = forms.ChoiceField(
        label="Who is to be kept from it?",
        widget=Radios,
        error_messages={
            "required": "Choose somebody, or a unit.",
            "invalid_choice": "Choose somebody, or a unit, from the list.",
        },
    )
    reason = prose(
        "Why?", SAY_WHY, hint="For example: they are related to somebody in the case. Whoever may lift it reads this."
    )

    def __init__(self, data: Any, *, people: Iterable[Membership], units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        found = [(f"person-{row.pk}", f"{row.user}, {row.agency}") for row in people]
        teams = [(f"unit-{unit.pk}", f"Everybody in {unit}, {unit.agency}") for unit in units]
        self.fields["who"].choices = [*found, *teams]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def helper(self) -> FormHelper:
        find = Buttons(Button("Find", name="find", kind="secondary"))
        return layout("text", find, "who", Field("reason", rows=4), submit="Keep them from it")


class LiftForm(forms.Form):
    reason = prose("Why may they see it again?", SAY_WHY)

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=4), submit="Lift it")
