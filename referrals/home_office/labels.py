"""What the values of lists are called, by us and by the form. One query for a case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from agencies.enums import ListName
from agencies.models import ListedValue
from referrals.dossier import Dossier

Code = tuple[ListName, str]
# Not known, in every list that has it.
UNKNOWN = "unknown"


class Labels:
    def __init__(self, values: Iterable[ListedValue] = ()) -> None:
        self._values = {(value.list_name, value.code): value for value in values}

    def ours(self, list_name: ListName, code: str) -> str:
        """A code that no list has is its own label."""
        value = self._values.get((list_name, code))
        return value.label if value else code

    def theirs(self, list_name: ListName, code: str) -> str | None:
        """Empty: they do not offer it. None: no list has such a value."""
        value = self._values.get((list_name, code))
        return value.home_office_label if value else None


def labels_of(dossier: Dossier) -> Labels:
    codes = defaultdict(set)
    for list_name, code in _codes_in(dossier):
        codes[list_name].add(code)
    wanted = Q(pk__in=[])
    for list_name, several in codes.items():
        wanted |= Q(list_name=list_name, code__in=several)
    return Labels(ListedValue.objects.filter(wanted))


def _codes_in(dossier: Dossier) -> Iterator[Code]:
    person, referral = dossier.person, dossier.referral
    yield ListName.TOWNS, dossier.safety.town
    yield ListName.REGIONS, dossier.safety.region
    yield ListName.COUNCILS, dossier.safeguarding.council
    yield ListName.FORCES, dossier.police_matters.crime_force
    yield ListName.FIRST_RESPONDERS, dossier.referrer.organisation
    yield ListName.LANGUAGES, dossier.own_words.language
    if referral.force:
        yield ListName.FIRST_RESPONDERS, referral.force.code
    for place in dossier.places:
        yield ListName.TOWNS, place.town
        yield ListName.COUNTRIES, place.country
    for code in (*person.nationalities, UNKNOWN):
        yield ListName.NATIONALITIES, code
    for code in person.languages:
        yield ListName.LANGUAGES, code
