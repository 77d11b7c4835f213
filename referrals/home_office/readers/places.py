"""Where it happened. Their boxes are for where somebody was exploited; whatever else a place was goes into words."""

from dataclasses import replace

from agencies.enums import ListName
from referrals.enums import PlaceRole
from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.source import Reader
from referrals.home_office.wording import listed, paragraphs, sentences
from referrals.models import Place

MOST = 10
# A place of which nobody has said what it was counts as one of exploitation.
OF_EXPLOITATION = {PlaceRole.EXPLOITED, ""}
UK, OVERSEAS, BOTH = ("uk",), ("overseas",), ("uk-and-overseas",)
TOO_MANY = f"We hold more than {MOST}, and the form takes {MOST}. The others are named in the box for other places."


def where(facts: Facts) -> Answer:
    encounter = facts.dossier.encounter
    at_home = bool(_exploited(facts.dossier.uk_places) or encounter.uk_places_note)
    abroad = bool(_exploited(facts.dossier.overseas_places) or encounter.overseas_places_note)
    if at_home and abroad:
        return Answer(codes=BOTH)
    return Answer(codes=UK if at_home else OVERSEAS) if at_home or abroad else NOTHING


def town(number: int, say: str) -> Reader:
    def read(facts: Facts) -> Answer:
        return _nth(facts, ListName.TOWNS, [place.town for place in _exploited(facts.dossier.uk_places)], number, say)

    return read


def country(number: int, say: str) -> Reader:
    def read(facts: Facts) -> Answer:
        codes = [place.country for place in _exploited(facts.dossier.overseas_places)]
        return _nth(facts, ListName.COUNTRIES, codes, number, say)

    return read


def _nth(facts: Facts, list_name: ListName, codes: list[str], number: int, say: str) -> Answer:
    boxed = _boxed(codes)
    if len(boxed) < number:
        return NOTHING
    found = facts.listed(list_name, boxed[number - 1], say)
    is_overfull = number == MOST and len(set(filter(None, codes))) > MOST
    return replace(found, misfit=found.misfit or TOO_MANY) if is_overfull else found


def other_uk_places(facts: Facts) -> Answer:
    places = facts.dossier.uk_places
    boxed = _boxed([place.town for place in _exploited(places)])
    told = [
        _described(place, facts.labels.ours(ListName.TOWNS, place.town))
        for place in places
        if place.detail or place.town not in boxed
    ]
    return Answer(text=paragraphs(*told, facts.dossier.encounter.uk_places_note))


def other_overseas_places(facts: Facts) -> Answer:
    places = facts.dossier.overseas_places
    boxed = _boxed([place.country for place in _exploited(places)])
    told = [
        _described(place, place.town, facts.labels.ours(ListName.COUNTRIES, place.country))
        for place in places
        if place.detail or place.town or place.country not in boxed
    ]
    return Answer(text=paragraphs(*told, facts.dossier.encounter.overseas_places_note))


def _described(place: Place, *names: str) -> str:
    role = place.get_role_display() if place.role else ""
    return sentences([": ".join(filter(None, [role, listed(names)])), place.detail])


def _boxed(codes: list[str]) -> list[str]:
    """Each value once, because two places may be in one town. The first ten stand in the boxes."""
    return list(dict.fromkeys(filter(None, codes)))[:MOST]


def _exploited(places: list[Place]) -> list[Place]:
    return [place for place in places if place.role in OF_EXPLOITATION]
