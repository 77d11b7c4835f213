"""Health, needs and welfare tonight: first what cannot wait, then what they need, then whether they want support."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from agencies.shell.fields import ProseField
from agencies.shell.layout import HTML, Div, Fieldset, Reveal
from agencies.shell.widgets import Checkboxes, Radios
from referrals.dossier import Dossier
from referrals.intake.forms.ages import AdultRow
from referrals.intake.parts import Changes, Laid, Questions, RowForm, RowPerChoice, Saving
from referrals.intake.questions import COUNT_FROM, SENTENCES, several
from victims.columns import LONGEST
from victims.enums import Answer, NeedKind, Welfare
from victims.models import Need, SupportWish, WelfareCheck

QUESTIONS = {
    Welfare.FOOD: "Have they eaten?",
    Welfare.WATER: "Have they had something to drink?",
    Welfare.REST: "Can they rest?",
    Welfare.CLOTHING: "Are they dry and warm?",
    Welfare.MEDICAL: "Do they need a doctor or a nurse?",
}


class WelfareForm(RowForm):
    class Meta(RowForm.Meta):
        model = WelfareCheck
        fields = ["state", "note"]
        widgets = {
            "state": Radios(small=True, inline=True),
            "note": forms.Textarea({"rows": 1, "threshold": COUNT_FROM}),
        }

    def __init__(self, dossier: Dossier, data: QueryDict | None, row: WelfareCheck, prefix: str) -> None:
        super().__init__(dossier, data, row, prefix)
        item = Welfare(row.item)
        self.fields["state"].label = f"{item.label}: {QUESTIONS[item].lower()}"
        self.fields["note"].label = f"{item.label}: what, and who sees to it? (optional)"

    @property
    def laid_out(self) -> list[Laid]:
        return [Div("state", Div("note", css_class="app-item__note"), css_class="app-item")]


class WelfareChecks(RowPerChoice):
    rows = "welfare"
    parent = "person"
    names = "item"
    choices = Welfare
    form = WelfareForm


class NeedsForm(Questions, forms.Form):
    """One tick for each need. Taking the tick away takes the need and its note away."""

    kinds = several(
        NeedKind.choices,
        label="What do they need?",
        help_text="Tick what they say, or what you see. Ask nothing that can wait.",
        widget=Checkboxes({"label-size": "m"}, small=True),
    )

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        kept = {f"note_{kind}": need.note for kind, need in dossier.needs.items()}
        super().__init__(data, prefix="needs", initial={"kinds": [*dossier.needs], **kept})
        for kind in NeedKind:
            self.fields[f"note_{kind}"] = _note(f"{kind.label}: what exactly? (optional)")

    @property
    def forms(self) -> list[Questions]:
        return [self]

    @property
    def laid_out(self) -> list[Laid]:
        return [Reveal("kinds", {kind: [f"note_{kind}"] for kind in NeedKind})]

    def store(self, saving: Saving) -> Changes:
        if "kinds" not in self.cleaned_data or self.add_prefix("kinds") in saving.leave:
            return self._store_notes(saving, self.dossier.needs)
        ticked = set(self.cleaned_data["kinds"])
        needs = dict(self.dossier.needs)
        for kind in NeedKind:
            if kind in ticked and kind not in needs:
                needs[kind] = Need.objects.create(person=self.dossier.person, kind=kind)
            elif kind not in ticked and kind in needs:
                needs.pop(kind).delete()
        ticks: Changes = {self.add_prefix("kinds"): [*needs]} if needs.keys() != self.dossier.needs.keys() else {}
        return ticks | self._store_notes(saving, needs)

    def _store_notes(self, saving: Saving, needs: Mapping[NeedKind, Need]) -> Changes:
        changes: Changes = {}
        for kind, need in needs.items():
            name = f"note_{kind}"
            note = self.cleaned_data.get(name, need.note)
            if note != need.note and self.add_prefix(name) not in saving.leave:
                need.note = note
                need.save()
                changes[self.add_prefix(name)] = note
        return changes


class SupportForm(AdultRow):
    row = "support_wish"
    instead = "intake/needs/_support_of_a_child.html"

    class Meta(RowForm.Meta):
        model = SupportWish
        fields = ["wants_support", "emergency_housing", "note"]
        labels = {
            "wants_support": "Do they want support?",
            "emergency_housing": "Do they need somewhere safe to stay tonight?",
            "note": "What should a support service know? (optional)",
        }
        help_texts = {
            "wants_support": "Support does not depend on helping the police.",
            "note": "For example: with whom they want to stay, how they want to be called",
        }

    @property
    def laid_out(self) -> list[Laid]:
        ring = HTML('{% include "intake/needs/_ring_now.html" %}')
        return [
            Fieldset("Support", "wants_support", Reveal("emergency_housing", {Answer.YES: [ring]}), "note"),
        ]


def _note(label: str) -> ProseField:
    widget = forms.Textarea({"rows": 2, "threshold": COUNT_FROM})
    return ProseField(label=label, required=False, max_length=LONGEST, widget=widget, error_messages=SENTENCES)


def hint(dossier: Dossier) -> str:
    open_items = [item.label.lower() for item in Welfare if not _is_seen_to(dossier, item)]
    needs = len(dossier.needs)
    said = [
        f"Tonight, not answered: {', '.join(open_items)}" if dossier.welfare and open_items else "",
        "Tonight: all answered" if not open_items else "",
        f"{needs} {'need' if needs == 1 else 'needs'}" if needs else "",
    ]
    return ". ".join(filter(None, said))


def _is_seen_to(dossier: Dossier, item: Welfare) -> bool:
    return item in dossier.welfare and bool(dossier.welfare[item].state)
