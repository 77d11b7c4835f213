"""Whom you told, and what they do about it. Of a child, first the council and the guardian service."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import HTML, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.enums import SafeguardingKind, SafeguardingState
from referrals.intake.forms.ages import counts_as_child
from referrals.intake.parts import Laid, ManyRows, OneRow, RowForm
from referrals.models import Safeguarding, SafeguardingStep
from victims.enums import Answer

COUNCIL = ("council", "council_phone", "council_email", "council_given_names", "council_family_name")
TOLD_OF_A_CHILD = (SafeguardingKind.COUNCIL_CHILDREN, SafeguardingKind.GUARDIAN)
NOT_AN_ADDRESS = "Enter an e-mail address in the right form, such as name@example.com."


class SafeguardingForm(OneRow):
    """The council is asked for where they count as a child, and shown wherever it was recorded."""

    row = "safeguarding"

    council = ListedChoiceField(
        ListName.COUNCILS, label="Which council did you tell?", help_text="Start typing.", required=False
    )

    class Meta(RowForm.Meta):
        model = Safeguarding
        fields = [*COUNCIL, "others_involved", "others_note"]
        labels = {
            "council_phone": "The council’s telephone number",
            "council_email": "The council’s e-mail address",
            "council_given_names": "First names of whom you spoke to (optional)",
            "council_family_name": "Last name of whom you spoke to (optional)",
            "others_involved": "Are other professionals or agencies involved?",
            "others_note": "Who, what do they do, and how are they reached?",
        }
        help_texts = {
            "council_phone": "Of the people who look after this child, in and out of office hours",
            "others_note": "For example: a doctor, a lawyer, a social worker, a school, a support worker",
        }
        error_messages = {"council_email": {"invalid": NOT_AN_ADDRESS}}

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        was_asked = any(self.add_prefix(name) in (data or ()) for name in COUNCIL)
        is_recorded = any(getattr(self.instance, name) for name in COUNCIL)
        if not (counts_as_child(dossier) or was_asked or is_recorded):
            for name in COUNCIL:
                del self.fields[name]

    @property
    def laid_out(self) -> list[Laid]:
        council = Fieldset("The council, for a child", *COUNCIL)
        others = Reveal("others_involved", {Answer.YES: ["others_note"]})
        return [council, others] if "council" in self.fields else [others]


class StepForm(RowForm):
    """A row that only offers whom to tell says nothing yet."""

    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(RowForm.Meta):
        model = SafeguardingStep
        fields = ["kind", "state", "agency", "contact", "on", "reference", "note"]
        widgets = {"kind": forms.Select, "note": forms.Textarea({"rows": 2, "threshold": 75})}
        labels = {
            "kind": "Who was told, or asked for help?",
            "state": "How far is it?",
            "agency": "Which organisation or team? (optional)",
            "contact": "Whom did you speak to, and how are they reached? (optional)",
            "on": "When?",
            "reference": "Their reference (optional)",
            "note": "What did they say or do? (optional)",
        }

    @property
    def laid_out(self) -> list[Laid]:
        is_guardian = self.instance.kind == SafeguardingKind.GUARDIAN
        about = [HTML('{% include "intake/safeguarding/_guardian.html" %}')] if is_guardian else []
        return ["kind", *about, "state", "agency", "contact", "on", "reference", "note"]

    @property
    def is_empty(self) -> bool:
        is_only_offered = self["kind"].data and self["kind"].data == self["offered"].data
        said = {name: self.cleaned_data.get(name, self[name].data) for name in self.fields if name != "offered"}
        return not any(value for name, value in said.items() if name != "kind" or not is_only_offered)


class Steps(ManyRows):
    """Of a child there is a row ready for the council and one for the guardian service."""

    rows = "safeguarding_steps"
    parent = "referral"
    form = StepForm
    title = "Who was told, or asked for help"
    one = "agency"

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        if data is None and counts_as_child(dossier):
            told = {step.kind for step in dossier.safeguarding_steps}
            ready = [self._ready(kind) for kind in TOLD_OF_A_CHILD if kind not in told]
            saved = [form for form in self.forms if form.instance.pk]
            self.forms = [*saved, *ready] or self.forms

    def _ready(self, kind: SafeguardingKind) -> StepForm:
        key = str(uuid.uuid4())
        row: Any = self._new(key)
        row.kind = kind
        form = StepForm(self.dossier, None, row, f"{self.rows}-{key}")
        form.initial["offered"] = kind
        return form


def hint(dossier: Dossier) -> str:
    told = [
        step
        for step in dossier.safeguarding_steps
        if step.state in (SafeguardingState.DONE, SafeguardingState.UNDER_WAY)
    ]
    missing = {SafeguardingKind.COUNCIL_CHILDREN: "council", SafeguardingKind.GUARDIAN: "guardian service"}
    done = {step.kind for step in dossier.safeguarding_steps if step.state}
    open_ = [name for kind, name in missing.items() if kind not in done] if counts_as_child(dossier) else []
    said = [f"{len(told)} told" if told else "", f"Not told yet: {', '.join(open_)}" if open_ else ""]
    return ". ".join(filter(None, said))
