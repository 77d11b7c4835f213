"""What is asked when they were asked about sharing with an agency. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agencies.models import Agency
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import Field, FormHelper, Reveal, layout
from agencies.shell.widgets import Radios
from referrals.lodging.forms.afterwards import line, prose
from referrals.sharing.asking.rules import ANSWERS
from referrals.sharing.rules import CHOOSE_AGENCY
from victims.enums import ConsentDecision, Manner

CHOOSE = {"invalid_choice": "Choose from the list."}


class AnswerForm(forms.Form):
    agency = forms.TypedChoiceField(
        label="To share with which agency?",
        help_text="Each agency is asked about by itself.",
        coerce=int,
        widget=Radios,
        error_messages={**CHOOSE, "required": CHOOSE_AGENCY},
    )
    decision = forms.TypedChoiceField(
        label="What did they say?",
        choices=[(decision.value, words) for decision, words in ANSWERS.items()],
        coerce=ConsentDecision,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Say what they answered."},
    )
    ask_again_on = WholeDateField(label="When to ask again (optional)", required=False)
    manner = forms.ChoiceField(
        label="How was it explained?",
        help_text="Which parts, to whom, for what, until when, and that they may stop it at any time.",
        choices=Manner.choices,
        required=False,
        widget=Radios,
        error_messages=CHOOSE,
    )
    interpreter = line(
        "Interpreter: name, or number of the booking",
        hint="Never a friend, a relative, a child or somebody found with them.",
    )
    language = line("In which language?", longest=120)
    explained_by = line("Explained by", hint="Name and role")
    their_reason = prose("Why, if they said (optional)", hint="Their words. Do not ask for a reason.")
    why_not_asked = prose("If they could not be asked: what was tried, and why?", hint="In your words, not theirs.")

    def __init__(self, data: Any, *, agencies: Iterable[Agency]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = [(str(each.pk), each.name) for each in agencies]  # type: ignore[attr-defined]  # a choice has them

    @property
    def helper(self) -> FormHelper:
        return layout(
            "agency",
            Reveal("decision", {ConsentDecision.WANTS_TIME: ["ask_again_on"]}),
            Reveal("manner", {Manner.INTERPRETER: ["interpreter"]}),
            "language",
            "explained_by",
            Field("their_reason", rows=3),
            Field("why_not_asked", rows=3),
            submit="Record it",
        )
