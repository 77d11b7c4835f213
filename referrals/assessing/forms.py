"""What is asked of whoever assesses a case, reads it before it goes, asks about it, or answers."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from agencies.shell.layout import HTML, Field, Fieldset, FormHelper, Reveal, layout
from agencies.shell.widgets import Checkboxes, Radios
from referrals.enums import ConsideredMatter, ConsideredOutcome, RiskLevel
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose
from referrals.papers.forms import Version
from referrals.rules.matters import Prompt
from referrals.rules.risk import PARTS

SEEN = '{% include "assessing/_seen.html" %}'


class RiskForm(forms.Form):
    """The six parts stand as they were written last. The level and why are always said anew."""

    seen = Version()
    threat, harm, risk, investigation, vulnerability, engagement = (prose(part.label, hint=part.asks) for part in PARTS)
    level = forms.TypedChoiceField(
        label="How high is the risk now?",
        choices=[(each.value, each.label) for each in RiskLevel if each != RiskLevel.NOT_ASSESSED],
        coerce=RiskLevel,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Choose a level."},
    )
    reason = prose("Why this level?", "Say why it is this level.")

    @property
    def helper(self) -> FormHelper:
        parts = Fieldset("Six things to look at", *(Field(part.name, rows=3) for part in PARTS))
        return layout(parts, "level", Field("reason", rows=3), HTML(SEEN), submit="Record the risk")


READY, BACK = "ready", "back"


class QualityForm(forms.Form):
    """What is missing can be asked with one tick. The question then has the words of the list."""

    seen = Version()
    result = forms.ChoiceField(
        label="What did you find?",
        choices=[(READY, "It can go to the Home Office"), (BACK, "Back to whoever referred, with questions")],
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say what you found."},
    )
    missing = forms.MultipleChoiceField(
        label="Which of these do you ask?",
        required=False,
        widget=Checkboxes(small=True),
        error_messages={**SENTENCES, "invalid_choice": "The list has changed. Choose again."},
    )
    question = prose("What else do you ask? (optional)", hint="They see it as you write it, with your name.")
    note = prose("Note for the unit (optional)", hint="Needed if it can go although something is missing.")

    def __init__(self, data: Any, *, missing: Sequence[str]) -> None:
        super().__init__(data)
        if missing:
            cast("Any", self.fields["missing"]).choices = [(each, each) for each in dict.fromkeys(missing)]
        else:
            del self.fields["missing"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        typed = answers.pop("question", "").strip()
        asks = [*answers.pop("missing", []), *filter(None, [typed])]
        is_ready = answers.pop("result", BACK) == READY
        return {**answers, "is_ready": is_ready, "asks": asks}

    @property
    def helper(self) -> FormHelper:
        below = [name for name in ("missing", "question") if name in self.fields]
        return layout(
            Reveal("result", {BACK: below}), Field("note", rows=3), HTML(SEEN), submit="Record what you found"
        )


class AskForm(forms.Form):
    text = prose("What do you want to know?", "Write the question.", hint="They see it with your name, and are told.")

    @property
    def helper(self) -> FormHelper:
        return layout(Field("text", rows=4), submit="Ask whoever referred")


class AnswerForm(forms.Form):
    seen = forms.CharField(required=False, max_length=60)
    text = prose(
        "Your answer", "Write your answer.", hint="Their own words in quotation marks. “I do not know” is an answer."
    )

    @property
    def helper(self) -> FormHelper:
        return layout(Field("text", rows=6), HTML(SEEN), submit="Send the answer to the unit")


class ConsiderForm(forms.Form):
    seen = Version()
    matter = forms.TypedChoiceField(
        label="What was considered?",
        coerce=ConsideredMatter,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Choose what was considered."},
    )
    outcome = forms.TypedChoiceField(
        label="What came of it?",
        choices=ConsideredOutcome.choices,
        coerce=ConsideredOutcome,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say what came of it."},
    )
    text = prose("In words", hint="What was done or decided, or why it is not needed. Nothing from intelligence.")
    reference = line("Reference (optional)", longest=60, hint="Of an intelligence report, an application or a booking.")

    def __init__(self, data: Any, *, prompts: Sequence[Prompt], **known: Any) -> None:
        super().__init__(data, **known)
        matter = cast("Any", self.fields["matter"])
        matter.choices = [(prompt.matter.value, prompt.matter.label) for prompt in prompts]

    @property
    def helper(self) -> FormHelper:
        return layout("matter", "outcome", Field("text", rows=4), "reference", HTML(SEEN), submit="Record it")
