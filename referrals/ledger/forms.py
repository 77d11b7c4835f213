from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from agencies.shell.layout import FormHelper, Link, layout
from agencies.shell.widgets import Radios
from audit.enums import Operation, Outcome
from referrals.enums import ReviewOutcome
from referrals.ledger.rules.asked import LABELS, Asked

ANYTHING = ("", "Anything")


class FilterForm(forms.Form):
    """Stands in the address, so it has no box in which anybody would write a name."""

    def __init__(self, asked: Asked, agencies: Mapping[str, str]) -> None:
        super().__init__(initial={**asked.parameters(), "from": written(asked.begin), "to": written(asked.end)})
        self.fields["case"] = forms.CharField(label=LABELS["case"], required=False)
        self.fields["operation"] = _select("operation", [ANYTHING, *Operation.choices])
        self.fields["outcome"] = _select("outcome", [("", "Allowed or refused"), *Outcome.choices])
        self.fields["agency"] = _select("agency", [("", "Any"), *agencies.items()])
        self.fields |= {name: _day(name) for name in ("from", "to")}

    @property
    def helper(self) -> FormHelper:
        """Without a token against forgery, which would stand in the address too."""
        filters = layout(*self.fields)
        filters.form_tag = False
        filters.disable_csrf = True
        return filters


def _select(name: str, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=LABELS[name], choices=choices, required=False)


def _day(name: str) -> forms.CharField:
    """One box, because three for each of two days would be most of the page."""
    return forms.CharField(label=f"{LABELS[name]} (day/month/year)", required=False)


def written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


class PersonForm(forms.Form):
    text = forms.CharField(
        label="Name, e-mail address or collar number",
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={
            "required": "Enter part of a name, an e-mail address or a collar number.",
            "max_length": "Use at most 80 characters.",
        },
    )

    @property
    def helper(self) -> FormHelper:
        return layout("text", submit="Find")


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="Why do you need them outside the system?",
        help_text="It stands in the file. The ledger keeps a digest of it, by which it can be proved.",
        max_length=500,
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why you need them.", "max_length": "Use at most 500 characters."},
    )

    def __init__(self, data: Any, back: str) -> None:
        super().__init__(data)
        self.back = back

    @property
    def helper(self) -> FormHelper:
        return layout("reason", submit="Export", secondary=Link("Cancel", self.back))


class DaysForm(forms.Form):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(initial={"from": written(first), "to": written(last)})
        self.fields |= {name: _day(name) for name in ("from", "to")}

    @property
    def helper(self) -> FormHelper:
        days = layout(*self.fields)
        days.form_tag = False
        days.disable_csrf = True
        return days


class ReviewForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label="What did you find?",
        choices=ReviewOutcome.choices,
        coerce=ReviewOutcome,
        widget=Radios,
        error_messages={
            "required": "Choose whether it was in order.",
            "invalid_choice": "Choose whether it was in order.",
        },
    )
    note = forms.CharField(
        label="How do you know?",
        help_text="Whom you asked, and what they said. No names of people in a case.",
        max_length=2_000,
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say how you know.", "max_length": "Use at most 2,000 characters."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("outcome", "note", submit="Save review")
