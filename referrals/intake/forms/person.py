"""Who they are. What they say or a document shows; nothing is pressed for."""

from typing import Any

from django import forms

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import HTML, Fieldset, Reveal
from agencies.shell.widgets import Radios
from referrals.dossier import Dossier
from referrals.intake.lists import Boxes, LinesField
from referrals.intake.parts import Laid, ManyRows, OneRow, RowForm
from victims.models import Identifier, Person


class PersonForm(OneRow):
    row = "person"
    boxes = (
        Boxes(
            "nationalities",
            ListName.NATIONALITIES,
            "nationality",
            "Start typing. Do not guess from language or looks.",
        ),
        Boxes("languages", ListName.LANGUAGES, "language"),
    )

    other_names = LinesField(
        label="Other names (optional)", help_text="One on each line: other spellings, names on papers, former names."
    )
    ethnicity = ListedChoiceField(
        ListName.ETHNICITIES, label="Ethnicity (optional)", help_text="As they say it themselves.", required=False
    )

    class Meta(RowForm.Meta):
        model = Person
        fields = [
            "given_names", "family_name", "name_is_unknown", "description", "name_order", "other_names",
            "name_used_there",
            "age_now", "born_on", "birth_source", "was_child_then",
            "gender", "nationality_gap", "ethnicity", "immigration_note",
            "needs_interpreter", "dialect", "interpreter_gender", "interpreter_is_independent",
            "needs_communication_help", "communication_help",
            "has_children", "number_of_children", "has_home_office_reference",
        ]  # fmt: skip
        widgets = {"age_now": Radios}
        labels = {
            "given_names": "First names",
            "family_name": "Last name",
            "name_is_unknown": "I do not know all of their name",
            "description": "How would a colleague recognise them?",
            "name_order": "How is their name said? (optional)",
            "name_used_there": "Nickname, or name used while they were exploited (optional)",
            "age_now": "Are they under 18 now?",
            "born_on": "Date of birth",
            "birth_source": "Where did that come from?",
            "was_child_then": "Were they under 18 at any time while exploited?",
            "gender": "Gender",
            "nationality_gap": "If there is no nationality, why?",
            "immigration_note": "Anything about their immigration status that they told you (optional)",
            "needs_interpreter": "Do they need an interpreter?",
            "dialect": "Dialect (optional)",
            "interpreter_gender": "Would they prefer a woman or a man?",
            "interpreter_is_independent": "Did you check that the interpreter knows neither them nor the suspects?",
            "needs_communication_help": "Do they need any other help to communicate?",
            "communication_help": "Which help?",
            "has_children": "Do they have children?",
            "number_of_children": "How many?",
            "has_home_office_reference": "Does the Home Office already know them by a number?",
        }
        help_texts = {
            "description": "For example: man about 30, dark hair, scar on left hand, blue overalls",
            "age_now": "If in doubt, choose ‘Not sure’. They are then treated as a child until the council settles it.",
            "born_on": "Leave out any part you do not know. A year alone is fine.",
            "needs_interpreter": "Never a friend, a relative, a child or somebody found with them.",
            "communication_help": "For example: sign language, large print, somebody who knows them well and is safe",
        }

    @property
    def laid_out(self) -> list[Laid]:
        nationalities, languages = (boxes.names for boxes in self.boxes)
        interpreter: list[Laid] = [*languages, "dialect", "interpreter_gender", "interpreter_is_independent"]
        return [
            Fieldset(
                "Name",
                "given_names",
                "family_name",
                Reveal("name_is_unknown", {"on": ["description"]}),
                "name_order",
                "other_names",
                "name_used_there",
            ),
            Fieldset(
                "Age",
                "age_now",
                HTML('{% include "intake/_route.html" %}'),
                "born_on",
                "birth_source",
                "was_child_then",
            ),
            Fieldset(
                "Gender and nationality", "gender", *nationalities, "nationality_gap", "ethnicity", "immigration_note"
            ),
            Fieldset(
                "Talking with them",
                Reveal("needs_interpreter", {"yes": interpreter}),
                Reveal("needs_communication_help", {"yes": ["communication_help"]}),
            ),
            Fieldset("Family", Reveal("has_children", {"yes": ["number_of_children"]})),
            "has_home_office_reference",
        ]

    def clean_number_of_children(self) -> Any:
        number = self.cleaned_data["number_of_children"]
        if number is not None and not 0 <= number <= 30:
            raise forms.ValidationError("Enter how many children they have, as a number from 0 to 30.")
        return number


class IdentifierForm(RowForm):
    class Meta(RowForm.Meta):
        model = Identifier
        fields = ["kind", "value", "issued_by"]
        widgets = {"kind": forms.Select}
        labels = {"kind": "What kind of number?", "value": "Number", "issued_by": "Issued by (optional)"}


class Identifiers(ManyRows):
    rows = "identifiers"
    parent = "person"
    form = IdentifierForm
    title = "Numbers they are known by"
    one = "number"


def hint(dossier: Dossier) -> str:
    """Enough to tell people apart who were found together."""
    person = dossier.person
    named = person.name if person.given_names or person.family_name else person.description
    return ", ".join(
        filter(None, [named, person.get_age_now_display() and f"{person.get_age_now_display()} now".lower()])
    )
