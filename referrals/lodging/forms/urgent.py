"""Eight questions on one page, for somebody who has no time. None but danger must be answered."""

from typing import Any

from django import forms

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import Field, Fieldset, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.dossier import Dossier
from referrals.intake.questions import COUNT_FROM, choice, question
from referrals.intake.reading import worded
from referrals.lodging.actions.urgent import BOXES, Typed, mark, saved_text
from referrals.models import OfficerView, Referrer, Safety
from victims.enums import AgeGroup, ConsentDecision
from victims.models import Person

AGES = ((AgeGroup.CHILD, "Yes"), (AgeGroup.ADULT, "No"), (AgeGroup.UNSURE, "Not sure"))
DECISIONS = (
    (ConsentDecision.GIVEN, "Yes, after I explained it"),
    (ConsentDecision.DECLINED, "No"),
    (ConsentDecision.WANTS_TIME, "They want time to think"),
    (ConsentDecision.NOT_ASKED, "Not asked yet"),
)
SHOWN = "shown-"
BIG = {"label-size": "m"}


def of(model: Any, column: str, **about: Any) -> Any:
    """The question of a column, as long and as strict as in its section."""
    return question(model._meta.get_field(column), **about)


def area(rows: int, **more: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "threshold": COUNT_FROM, **more})


class UrgentForm(forms.Form):
    data: Any

    danger = of(Safety, "danger", label="1. Are they in danger now?", widget=Radios(attrs=BIG))
    given_names = of(Person, "given_names", label="First names")
    family_name = of(Person, "family_name", label="Last name")
    description = of(Person, "description", label="Or how to recognise them", widget=area(2))
    age_now = choice(
        AGES,
        label="3. Are they under 18?",
        widget=Radios(attrs=BIG, hints={AgeGroup.UNSURE: "We treat them as a child"}),
        required=False,
    )
    consent = choice(
        DECISIONS, label="4. If an adult: do they agree to be referred?", widget=Radios(attrs=BIG), required=False
    )
    whereabouts = of(Safety, "whereabouts", label="Place, and until when", widget=area(2))
    town = ListedChoiceField(ListName.TOWNS, label="Town or city (optional)", required=False)
    reasons = of(
        OfficerView,
        "reasons",
        label="6. Why are you worried?",
        help_text="What you saw, what they said. Short is fine. You can dictate.",
        widget=area(4, **BIG),
    )
    needed_now = of(
        Safety,
        "needed_now",
        label="7. What is needed now?",
        help_text="For example: somewhere safe, a doctor, an interpreter, children’s services, more officers. "
        "Or nothing more.",
        widget=area(2, **BIG),
    )
    phone_tonight = of(
        Referrer,
        "phone_tonight",
        label="8. Your number for the next 24 hours",
        widget=forms.TextInput(attrs={**BIG, "type": "tel", "width": 20}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, dossier: Dossier, data: Any = None, **kwargs: Any) -> None:
        saved = {column: saved_text(dossier, column) for column in BOXES}
        marks = {f"{SHOWN}{column}": mark(text) for column, text in saved.items()}
        phone = {"phone_tonight": saved["phone_tonight"] or dossier.referrer.phone}
        # Consent is never among them: whoever answers it says it anew.
        super().__init__(data, initial={**kwargs.pop("initial", {}), **saved, **phone, **marks}, **kwargs)
        for name in marks:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def clean(self) -> dict[str, Any]:
        """A town that no list knows holds nobody up: it is written to the place."""
        answers: dict[str, Any] = super().clean() or {}
        if "town" in self.errors:
            del self.errors["town"]
            typed = str(self.data.get("town", "")).replace("\0", "")[:160]
            place = answers.get("whereabouts", "")
            answers["whereabouts"] = place if typed in place else f"{place}\n{typed}".strip()
        return answers

    @property
    def answers(self) -> dict[str, Typed]:
        """What could be read, and what the page had shown."""
        read = {column: self.cleaned_data[column] for column in BOXES if column in self.cleaned_data}
        return {column: Typed(text, self.cleaned_data.get(f"{SHOWN}{column}", "")) for column, text in read.items()}

    def as_saved(self, dossier: Dossier, column: str) -> str:
        """What is saved now, in words. From here on the page has shown it."""
        saved = UrgentForm(dossier)[column]
        self.data = self.data.copy()
        self.data[f"{SHOWN}{column}"] = mark(saved_text(dossier, column))
        return worded(saved.field, saved.initial) or "nothing"

    @property
    def decision(self) -> ConsentDecision | None:
        chosen = self.cleaned_data.get("consent")
        return ConsentDecision(chosen) if chosen else None

    @property
    def helper(self) -> FormHelper:
        helper = layout(
            "danger",
            Fieldset("2. Their name, or how to recognise them", "given_names", "family_name", "description"),
            "age_now",
            "consent",
            Fieldset("5. Where are they now?", "whereabouts", "town"),
            "reasons",
            "needed_now",
            "phone_tonight",
            Field("key"),
        )
        helper.form_tag = False
        helper.disable_csrf = True
        return helper
