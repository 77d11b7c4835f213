"""How they were met, and who else may be a victim. Each of these gets a referral of their own."""

from agencies.shell.layout import HTML, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.parts import Laid, OneRow, RowForm, gapped
from referrals.models import Encounter
from victims.enums import Answer


class EncounterForm(OneRow):
    row = "encounter"

    class Meta(RowForm.Meta):
        model = Encounter
        fields = [
            "found_on", "found_how", "found_how_gap", "operation", "officer_in_charge",
            "others_involved", "others_note",
        ]  # fmt: skip
        labels = {
            "found_on": "When did you meet them?",
            "found_how": "How did you come to meet them?",
            "found_how_gap": "If there is no answer, why?",
            "operation": "Name of the operation, if there was one (optional)",
            "officer_in_charge": "Who leads the investigation, if there is one? (optional)",
            "others_involved": "May others be victims too?",
            "others_note": "What do you know about the others? (optional)",
        }
        help_texts = {
            "found_on": "Leave out any part you do not know. A year alone is fine.",
            "found_how": "For example: a welfare visit, a stopped car, they came to the front desk. "
            "Do not say who told you in confidence.",
            "operation": "It goes to the Home Office if others may be victims.",
            "officer_in_charge": "Name, rank or job, and how to reach them",
            "others_involved": "Found with them or not: for example, more beds than people",
            "others_note": "Names are not wanted here. "
            "For example: how many they are, or that relatives are referred too.",
        }

    @property
    def laid_out(self) -> list[Laid]:
        add = HTML('{% include "intake/about/_others_too.html" %}')
        return [
            Fieldset("How you met", "found_on", gapped("found_how"), "operation", "officer_in_charge"),
            Fieldset("Others", Reveal("others_involved", {Answer.YES: [add]}), "others_note"),
        ]


def hint(dossier: Dossier) -> str:
    encounter = dossier.encounter
    met = f"Met {encounter.found_on}" if encounter.found_on else ""
    others = encounter.get_others_involved_display()
    return ". ".join(filter(None, [met, others and f"Others who may be victims: {others.lower()}"]))
