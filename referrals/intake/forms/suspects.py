"""Who is suspected, kept apart from victims and from witnesses."""

from typing import Any

from agencies.shell.layout import Div, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.forms.together import TICK, SharedRow, SharedRows
from referrals.intake.parts import Laid, OneRow, RowForm
from referrals.models import Encounter, Suspect


class SuspectForm(SharedRow):
    class Meta(RowForm.Meta):
        model = Suspect
        fields = ["name", "nickname", "description", "relationship", "contact", "may_be_victim"]
        labels = {
            "name": "Name",
            "nickname": "Nickname or street name (optional)",
            "description": "How would somebody recognise them?",
            "relationship": "Who are they to the person? (optional)",
            "contact": "How can they be reached? (optional)",
            "may_be_victim": "May they be a victim as well?",
        }
        help_texts = {
            "name": "Leave it blank if you do not know it.",
            "description": "For example: age, build, marks, languages, vehicle, group",
            "relationship": "For example: employer, landlord, relative, partner",
            "contact": "Telephone numbers, profiles, addresses you were told or saw",
            "may_be_victim": "Somebody made to guard or recruit others may be one. "
            "If so, add them as a person too, so that they get a referral of their own.",
        }

    @property
    def laid_out(self) -> list[Laid]:
        return [name for name in [*self.Meta.fields, TICK] if name in self.fields]


class Suspects(SharedRows):
    rows = "suspects"
    form = SuspectForm
    title = "Each of them"
    one = "person suspected"
    most = 20


class WhereaboutsForm(OneRow):
    row = "encounter"

    class Meta(RowForm.Meta):
        model = Encounter
        fields = [
            "suspects_note", "suspects_gap",
            "suspects_whereabouts_known", "suspects_in_uk", "suspects_whereabouts",
        ]  # fmt: skip
        labels = {
            "suspects_note": "Anything else about who did it",
            "suspects_gap": "If nothing is known of them, why?",
            "suspects_whereabouts_known": "Do you know anything about where they are?",
            "suspects_in_uk": "Are they in the UK?",
            "suspects_whereabouts": "Where are they, or who knows it?",
        }
        help_texts = {
            "suspects_note": "For example: how they work together, who gives orders, what nobody could describe",
            "suspects_whereabouts_known": "Even if it is old, or not exact",
            "suspects_in_uk": "As far as was last known",
        }

    @property
    def laid_out(self) -> list[Laid]:
        return [
            Fieldset(
                "About all of them",
                Div("suspects_note", "suspects_gap", css_class="app-gapped"),
                Reveal("suspects_whereabouts_known", {"yes": ["suspects_in_uk", "suspects_whereabouts"]}),
            )
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("suspects_note") and "suspects_gap" in answers:
            answers["suspects_gap"] = ""
        return answers


def hint(dossier: Dossier) -> str:
    """How many, and never who: the list of sections is seen over a shoulder."""
    count = len(dossier.suspects)
    if not count:
        return dossier.encounter.get_suspects_gap_display()
    return "1 person" if count == 1 else f"{count} people"
