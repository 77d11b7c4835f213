"""What is asked of whoever changes a clock, and of whoever sets how long a force gives itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from agencies.shell.fields import WholeDateField
from agencies.shell.layout import HTML, Field, FormHelper, Reveal, layout
from agencies.shell.widgets import Radios
from referrals.enums import ClockChange, ClockUnit, DeadlineKind
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import prose
from referrals.models import EvidenceFile, Referral
from referrals.rules.clocks.table import SET_BY_FORCE
from referrals.timekeeping.actions import SAY_UNTIL

SEEN = '{% include "timekeeping/_seen.html" %}'
UNITS = (ClockUnit.HOURS, ClockUnit.WORKING_DAYS, ClockUnit.DAYS)
MOST = 2000


class ChangeForm(forms.Form):
    what = forms.TypedChoiceField(
        label="What happens with it?",
        coerce=ClockChange,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say what happens with it."},
    )
    until = WholeDateField(label="Until which day?", required=False)
    reason = prose(
        "Why?", "Write why.", hint="It is kept with the clock, and everybody who works on the case reads it."
    )
    evidence = forms.ModelChoiceField(
        EvidenceFile.objects.none(),
        label="Which file shows it?",
        help_text="Needed for every time limit that is not a local standard.",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a file of this case."},
    )
    seen = forms.CharField(required=False, max_length=100)

    def __init__(self, data: Any, referral: Referral, possible: Sequence[ClockChange], seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        what: Any = self.fields["what"]
        what.choices = [(change.value, change.label) for change in possible]
        evidence: Any = self.fields["evidence"]
        evidence.queryset = referral.files.filter(superseded_at=None)
        evidence.label_from_instance = lambda file: file.name

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("what") == ClockChange.EXTEND and not answers.get("until") and "until" not in self.errors:
            self.add_error("until", SAY_UNTIL)
        return answers

    @property
    def helper(self) -> FormHelper:
        what = Reveal("what", {ClockChange.EXTEND.value: ["until"]})
        return layout(what, Field("reason", rows=4), "evidence", HTML(SEEN), submit="Save")


class LengthForm(forms.Form):
    """Asked for twice: to see what would move, and to save it."""

    kind = forms.TypedChoiceField(
        label="Which local standard?",
        choices=[("", "Choose one"), *((kind.value, kind.label) for kind in SET_BY_FORCE)],
        coerce=DeadlineKind,
        error_messages={**SENTENCES, "required": "Choose a local standard."},
    )
    number = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput({"width": "4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number.",
            "invalid": "Enter a whole number.",
            "min_value": "Enter 1 or more.",
            "max_value": f"Enter {MOST} or less.",
        },
    )
    unit = forms.TypedChoiceField(
        label="Of what?",
        choices=[(unit.value, unit.label) for unit in UNITS],
        coerce=ClockUnit,
        widget=Radios(small=True, inline=True),
        error_messages={**SENTENCES, "required": "Choose hours, working days or days."},
    )
    valid_from = WholeDateField(
        label="From which day on?",
        help_text="Clocks that began on that day or later, and still run, move.",
        error_messages={"required": "Enter the day."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("kind", "number", "unit", "valid_from", submit="Show what would move", method="get")


class SaveLengthForm(LengthForm):
    seen = forms.IntegerField(required=False)

    def clean_seen(self) -> int:
        seen: int = self.cleaned_data["seen"] or 0
        return seen


def hidden(number: int, unit: str, kind: str, valid_from: date) -> dict[str, object]:
    """The answers, as the page posts them back."""
    day = {"valid_from_day": valid_from.day, "valid_from_month": valid_from.month, "valid_from_year": valid_from.year}
    return {"kind": kind, "number": number, "unit": unit, **day}
