"""How it began, the work, how they were treated; and, where it came up by itself, their life before."""

from agencies.shell.layout import HTML, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.parts import GAP, Laid, OneRow, RowForm, gapped
from referrals.models import Account
from victims.models import Person

WHY_EMPTY = "If there is no answer, why?"
TOLD = ["how_it_began", "work", "conditions", "treatment", "control", "why_now"]
BEFORE = ["birthplace", "family", "education", "work_before"]
# What the list of sections says was answered.
IN_SHORT = {
    "how_it_began": "how it began",
    "work": "the work",
    "conditions": "how they lived",
    "treatment": "how they were treated",
    "control": "how they were controlled",
}


class AccountForm(OneRow):
    row = "account"

    class Meta(RowForm.Meta):
        model = Account
        fields = [
            "how_it_began", "how_it_began_gap", "was_moved", "journey",
            "work", "work_gap", "conditions", "conditions_gap",
            "treatment", "treatment_gap", "control", "control_gap",
            "reported_before", "earlier_report", "why_now", "why_now_gap",
        ]  # fmt: skip
        labels = {
            "how_it_began": "How did it begin?",
            "was_moved": "Did those who exploited them take them anywhere?",
            "journey": "How did they travel?",
            "work": "What did they have to do?",
            "conditions": "How did they live?",
            "treatment": "How were they treated?",
            "control": "What was used to control them?",
            "reported_before": "Was this reported before?",
            "earlier_report": "If it was, or may have been: what is known of that report?",
            "why_now": "Why was it not reported earlier?",
            **{f"{name}{GAP}": WHY_EMPTY for name in TOLD},
        }
        help_texts = {
            "how_it_began": "Who offered what, where they met, what they expected, what pay was promised",
            "journey": "From where to where, when, by what, what they saw on the way. If it is not known, say so here.",
            "work": "Tasks, hours, breaks, days off, pay",
            "conditions": "Where they slept, with how many others, washing, food",
            "treatment": "What was done and said to them, in the order in which they tell it",
            "control": "For example debt, threats, wages or papers kept, being watched or locked in, drugs",
            "reported_before": "To the Home Office, the police or anybody else",
            "earlier_report": "When, to whom, NRM or Home Office numbers",
            "why_now": "In your judgement. For example fear, shame, trauma, no chance to speak, not knowing of help",
        }

    @property
    def laid_out(self) -> list[Laid]:
        return [
            gapped("how_it_began"),
            Reveal("was_moved", {"yes": ["journey"]}),
            gapped("work"),
            gapped("conditions"),
            gapped("treatment"),
            gapped("control"),
            Fieldset("Earlier reports", Reveal("reported_before", {"no": [gapped("why_now")]}), "earlier_report"),
        ]


class BackgroundForm(OneRow):
    row = "person"

    class Meta(RowForm.Meta):
        model = Person
        fields = [field for name in BEFORE for field in (name, f"{name}{GAP}")]
        labels = {
            "birthplace": "Where were they born?",
            "family": "Their family",
            "education": "School and training",
            "work_before": "Work before it began",
            **{f"{name}{GAP}": WHY_EMPTY for name in BEFORE},
        }
        help_texts = {
            "birthplace": "Country, and town or village",
            "family": "For example parents, brothers and sisters, children",
            "education": "What, and until when",
        }

    @property
    def laid_out(self) -> list[Laid]:
        intro = HTML('{% include "intake/_life_before.html" %}')
        return [Fieldset("Their life before", intro, *(gapped(name) for name in BEFORE))]


def hint(dossier: Dossier) -> str:
    said = [short for name, short in IN_SHORT.items() if getattr(dossier.account, name)]
    line = ", ".join(said)
    return line[:1].upper() + line[1:]
