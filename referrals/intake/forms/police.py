"""References that the police hold, and the section 45 defence. Whoever is not police is asked for neither."""

from typing import Any

from agencies.enums import AgencyKind, ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import HTML, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.parts import Laid, OneRow, RowForm
from referrals.models import PoliceMatters
from victims.enums import Answer

POLICE = {AgencyKind.POLICE, AgencyKind.REGIONAL, AgencyKind.NATIONAL}
HELD_BY_POLICE = [
    "in_custody", "custody_reference", "video_reference", "section_45", "section_45_note", "intelligence_reference",
]  # fmt: skip


class PoliceForm(OneRow):
    row = "police_matters"

    crime_force = ListedChoiceField(
        ListName.FORCES, label="Which police force gave it?", help_text="Start typing.", required=False
    )

    class Meta(RowForm.Meta):
        model = PoliceMatters
        fields = ["has_crime_reference", "crime_force", "crime_reference", "incident_reference", "existing_help"]
        fields += HELD_BY_POLICE
        labels = {
            "has_crime_reference": "Is there a crime reference for what was done to them?",
            "crime_reference": "Crime reference",
            "incident_reference": "Incident or CAD number (optional)",
            "existing_help": "How do they already help an investigation? (optional)",
            "in_custody": "Are they in police custody now?",
            "custody_reference": "Custody reference",
            "video_reference": "Body-worn video reference (optional)",
            "section_45": "Was this defence considered?",
            "section_45_note": "What was considered, when, and by whom? (optional)",
            "intelligence_reference": "Intelligence reference (optional)",
        }
        help_texts = {
            "has_crime_reference": "You can pass this on without one. "
            "It is not the reference of an offence they are suspected of.",
            "existing_help": "For example: they gave a statement. Whether they want to help is asked under consent. "
            "Put a space after every full stop: the Home Office form refuses a word.word here.",
            "in_custody": "Somebody in custody may be a victim. Everything here is asked for them too.",
            "intelligence_reference": "The reference only, never what it says: intelligence does not belong in this "
            "record. It is not sent to anybody.",
        }

    def __init__(self, dossier: Dossier, data: Any = None) -> None:
        super().__init__(dossier, data)
        if not self.is_for_police:
            for name in HELD_BY_POLICE:
                del self.fields[name]

    @property
    def is_for_police(self) -> bool:
        return self.dossier.referral.agency.kind in POLICE

    @property
    def laid_out(self) -> list[Laid]:
        crime = Fieldset(
            "Crime record",
            Reveal("has_crime_reference", {Answer.YES: ["crime_force", "crime_reference"]}),
            "incident_reference",
            "existing_help",
        )
        if not self.is_for_police:
            return [crime]
        section_45 = HTML('{% include "intake/about/_section_45.html" %}')
        return [
            crime,
            Fieldset("Custody", Reveal("in_custody", {Answer.YES: ["custody_reference"]}), "video_reference"),
            Fieldset("Section 45 defence", section_45, "section_45", "section_45_note"),
            Fieldset("Intelligence", "intelligence_reference"),
        ]


def hint(dossier: Dossier) -> str:
    matters = dossier.police_matters
    if matters.crime_reference:
        return f"Crime reference {matters.crime_reference}"
    if matters.incident_reference:
        return f"Incident {matters.incident_reference}"
    return "No crime reference yet: you can pass this on without one" if matters.has_crime_reference else ""
