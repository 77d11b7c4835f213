"""Are they in danger now? Always first, and the page says what to do before it asks anything else."""

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import HTML, Fieldset, Reveal
from agencies.shell.widgets import Radios
from referrals.dossier import Dossier
from referrals.enums import Danger
from referrals.intake.parts import Laid, OneRow, RowForm, gapped
from referrals.models import Safety


class SafetyForm(OneRow):
    row = "safety"

    town = ListedChoiceField(
        ListName.TOWNS,
        label="Town or city where they are",
        help_text="Start typing. It decides which police force is responsible.",
        required=False,
    )
    region = ListedChoiceField(ListName.REGIONS, label="County or region", required=False)

    class Meta(RowForm.Meta):
        model = Safety
        fields = [
            "danger", "what_was_done", "whereabouts", "town", "region", "needed_now",
            "still_exploited", "held_by", "held_by_gap", "how_they_left", "how_they_left_gap",
            "last_contact", "last_contact_note", "fears_more", "fears_more_note",
        ]  # fmt: skip
        widgets = {"danger": Radios}
        labels = {
            "danger": "Are they in danger now?",
            "what_was_done": "What have you done about it?",
            "whereabouts": "Where are they now, and until when?",
            "needed_now": "What is needed tonight?",
            "still_exploited": "Are they still being exploited?",
            "held_by": "What keeps them there?",
            "held_by_gap": "If there is no answer, why?",
            "how_they_left": "How, when and why did they leave?",
            "how_they_left_gap": "If there is no answer, why?",
            "last_contact": "When were they last in contact with whoever did this?",
            "last_contact_note": "About that contact (optional)",
            "fears_more": "Is there a reason to fear that it happens again?",
            "fears_more_note": "Why?",
        }
        help_texts = {
            "whereabouts": "For example: Redditch police station, until about 06:00",
            "needed_now": "For example: somewhere safe, a doctor, an interpreter",
            "held_by": "For example: fear, debt, papers held by somebody, somebody threatened",
            "last_contact": "By any way: in person, telephone, messages, through somebody else",
            "last_contact_note": "Who, how, what was said. Put a space after every full stop: "
            "the Home Office form refuses a word.word here.",
            "fears_more_note": "Yours, or of anybody who works with them",
        }

    @property
    def laid_out(self) -> list[Laid]:
        return [
            Reveal("danger", {Danger.STILL_IN_IT: [HTML('{% include "intake/_still_in_it.html" %}')]}),
            "what_was_done",
            Fieldset("Where they are", "whereabouts", "town", "region", "needed_now"),
            Fieldset(
                "Whether it goes on",
                Reveal("still_exploited", {"yes": [gapped("held_by")], "no": [gapped("how_they_left")]}),
                "last_contact",
                "last_contact_note",
                Reveal("fears_more", {"yes": ["fears_more_note"]}),
            ),
        ]


def hint(dossier: Dossier) -> str:
    safety = dossier.safety
    said = [safety.get_danger_display(), safety.whereabouts]
    return ". ".join(filter(None, said))
