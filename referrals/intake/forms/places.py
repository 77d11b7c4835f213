"""Where it happened, and what each place was. Not known is an answer, on the lists too."""

from typing import Any

from django import forms
from django.http import QueryDict

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from referrals.dossier import Dossier
from referrals.home_office.labels import Labels, labels_of
from referrals.intake.forms.together import TICK, SharedRow, SharedRows
from referrals.intake.parts import Laid, OneRow, RowForm
from referrals.models import Encounter, Place

NOT_BOTH = "Give a town or a country, not both. Add another place for the other one."
LISTS = {"town": ListName.TOWNS, "country": ListName.COUNTRIES}


class PlaceForm(SharedRow):
    town = ListedChoiceField(
        ListName.TOWNS,
        label="Town or city in the UK",
        help_text="Start typing. ‘Not known’ is on the list.",
        required=False,
    )
    country = ListedChoiceField(
        ListName.COUNTRIES,
        label="Or a country outside the UK",
        help_text="Start typing. ‘Not known’ is on the list.",
        required=False,
    )

    class Meta(RowForm.Meta):
        model = Place
        fields = ["role", "town", "country", "detail"]
        widgets = {"role": forms.Select}
        labels = {"role": "What was this place?", "detail": "Where exactly, and when? (optional)"}
        help_texts = {"detail": "For example: address, village, landmark, a journey. As they or a document say it."}

    @property
    def laid_out(self) -> list[Laid]:
        return [name for name in ["role", "town", "country", "detail", TICK] if name in self.fields]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("town") and answers.get("country"):
            self.add_error("country", NOT_BOTH)
            del answers["town"]
        return answers


class Places(SharedRows):
    rows = "places"
    form = PlaceForm
    title = "Where they were"
    one = "place"
    most = 20

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        labels = labels_of(dossier) if dossier.places else Labels()
        for form in self.forms:
            for name, list_name in LISTS.items():
                code = getattr(form.instance, name)
                form.fields[name].known = {code: labels.ours(list_name, code)}


class PlaceNotes(OneRow):
    row = "encounter"

    class Meta(RowForm.Meta):
        model = Encounter
        fields = ["uk_places_note", "overseas_places_note"]
        labels = {
            "uk_places_note": "Other places in the UK, in words (optional)",
            "overseas_places_note": "Other places outside the UK, in words (optional)",
        }
        help_texts = {"uk_places_note": "For example: a farm near the river, somewhere an hour from the airport"}


def hint(dossier: Dossier) -> str:
    if not dossier.places:
        return ""
    labels = labels_of(dossier)
    names = [labels.ours(LISTS[name], getattr(row, name)) for row in dossier.places for name in LISTS]
    return "; ".join(dict.fromkeys(filter(None, names))) or "In words"
