"""What the data files say. The numbers and the facts are written out by hand on purpose."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.utils.timezone import localdate

from agencies.enums import AgencyKind, ListName, Nation
from agencies.folding import folded
from agencies.models import ListedValue
from agencies.reference.files import COLUMNS, DATA

pytestmark = pytest.mark.django_db

SOURCES = yaml.safe_load((DATA / "sources.yaml").read_text())
# Values we hold, and different entries of the Home Office form among them.
COUNTS = {
    ListName.FIRST_RESPONDERS: (531, 526),
    ListName.FORCES: (47, 47),
    ListName.COUNCILS: (456, 451),
    ListName.REGIONS: (98, 98),
    ListName.TOWNS: (1626, 1608),
    ListName.NATIONALITIES: (225, 222),
    ListName.COUNTRIES: (199, 196),
    ListName.LANGUAGES: (244, 0),
    ListName.ETHNICITIES: (20, 0),
}
WEST_MERCIA = {
    "herefordshire-council": {"Bromyard", "Hereford", "Kington", "Ledbury", "Leominster", "Ross-on-Wye"},
    "shropshire-council": {
        "Bishop's Castle", "Bridgnorth", "Broseley", "Church Stretton", "Cleobury Mortimer", "Craven Arms",
        "Ellesmere", "Ludlow", "Market Drayton", "Much Wenlock", "Oswestry / Croesoswallt", "Shrewsbury", "Wem",
        "Whitchurch, Shropshire",
    },
    "telford-and-wrekin-council": {"Madeley, Shropshire", "Newport, Shropshire", "Telford", "Wellington, Shropshire"},
    "bromsgrove-district-council": {"Bromsgrove"},
    "malvern-hills-district-council": {"Great Malvern", "Tenbury Wells"},
    "redditch-borough-council": {"Redditch"},
    "worcester-city-council": {"Worcester"},
    "wychavon-district-council": {"Droitwich Spa", "Evesham", "Pershore"},
    "wyre-forest-district-council": {"Bewdley", "Kidderminster", "Stourport-on-Severn"},
}  # fmt: skip
NAMESAKES = {
    "Acton": 4, "Ashford": 2, "Bangor": 2, "Blackburn": 3, "Cheadle": 2, "Gillingham": 2, "Newport": 2, "Ramsey": 2,
    "Richmond": 2, "Royston": 2, "St Ives": 2, "Whitburn": 2, "Whitchurch": 2, "Madeley": 2, "Wellington": 2,
}  # fmt: skip
CURRENT_COUNCILS = {
    ("england", "county"): 21,
    ("england", "district"): 164,
    ("england", "unitary"): 62,
    ("england", "metropolitan borough"): 36,
    ("england", "London borough"): 32,
    ("england", "City of London"): 1,
    ("england", "Isles of Scilly"): 1,
    ("england", "Greater London Authority"): 1,
    ("england", "combined authority"): 7,
    ("wales", "principal"): 22,
    ("scotland", "principal"): 32,
    ("northern_ireland", "district"): 11,
}
# Councils in England that ended since 2019, as far as the form still offers them.
ABOLISHED = 43
BOUND_TO_NOTIFY = {
    "west-mercia-police": "yes",
    "british-transport-police": "yes",
    "national-crime-agency": "yes",
    "worcestershire-county-council": "yes",
    "wychavon-district-council": "yes",
    "london-borough-of-camden": "yes",
    "city-of-london-corporation": "yes",
    "council-of-the-isles-of-scilly": "yes",
    "greater-london-authority": "yes",
    "powys-county-council": "yes",
    "west-midlands-regional-organised-crime-unit": "via host force",
    "home-office-uk-border-force": "policy",
    "home-office-asylum-group-other-teams": "policy",
    "fair-work-agency": "no",
    "gangmasters-and-labour-abuse-authority": "no",
    "health-and-social-care-trusts-northern-ireland": "no",
    "police-scotland": "no",
    "police-service-of-northern-ireland": "no",
    "glasgow-city-council": "no",
    "west-midlands-combined-authority": "no",
    "the-salvation-army": "no",
    "nspcc-child-trafficking-advice-centre": "no",
    "unseen": "no",
}
STORED_AS = {
    "Albanian": ("ALB", "ALB"),
    "British": ("GBR", "GBR"),
    "English": ("GBR-ENG", "GBR"),
    "Northern Irish": ("GBR-NIR", "GBR"),
    "Scottish": ("GBR-SCT", "GBR"),
    "Welsh": ("GBR-WLS", "GBR"),
    "Nigerian": ("NGA", "NGA"),
    "Nigerien": ("NER", "NER"),
    "Dominican (Dominica)": ("DMA", "DMA"),
    "Citizen of the Dominican Republic": ("DOM", "DOM"),
    "Congolese (Congo)": ("COG", "COG"),
    "Congolese (DRC)": ("COD", "COD"),
    "Kosovan": ("XKX", "XKX"),
    "Romanian": ("ROU", "ROU"),
    "Tristanian": ("SHN-TA", "SHN"),
    "Vietnamese": ("VNM", "VNM"),
    "Stateless": ("XXA", "XXA"),
    "Refugee": ("XXB", "XXB"),
    "Nationality unspecified": ("XXX", "XXX"),
    "Not known": ("unknown", None),
}
ISO_639_3 = {
    "Albanian": "sqi", "Romanian": "ron", "Vietnamese": "vie", "Tigrinya": "tir", "Kurdish (Sorani)": "ckb",
    "Kurdish (Kurmanji)": "kmr", "Kurdish (Bahdini)": "kmr", "Pashto": "pus", "Dari": "prs", "Mandarin": "cmn",
    "Cantonese": "yue", "Polish": "pol", "Bulgarian": "bul", "Romani": "rom", "British Sign Language": "bfi",
    "Farsi": "pes", "Amharic": "amh", "Oromo": "orm", "Welsh": "cym",
}  # fmt: skip


def listed(name: ListName) -> list[ListedValue]:
    return list(ListedValue.objects.filter(list_name=name))


def one(name: ListName, code: str) -> ListedValue:
    return ListedValue.objects.get(list_name=name, code=code)


def rows(name: ListName) -> list[dict[str, str]]:
    with (Path(DATA) / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ListName)
def test_every_list_is_complete(name: ListName) -> None:
    values = listed(name)

    forms = {value.home_office_label for value in values} - {""}
    assert (len(values), len(forms)) == COUNTS[name]
    assert SOURCES[name]["from_form"] == len(forms)


@pytest.mark.parametrize("name", ListName)
def test_every_list_says_where_it_comes_from_and_what_its_columns_mean(name: ListName) -> None:
    facts = SOURCES[name]

    assert set(facts) == {"title", "what", "count", "from_form", "source", "read_on", "verified", "columns", "notes"}
    assert isinstance(facts["read_on"], date)
    assert set(facts["columns"]) == set(rows(name)[0]) - set(COLUMNS)


@pytest.mark.parametrize("name", ListName)
def test_a_label_typed_in_full_means_one_value(name: ListName) -> None:
    typed = Counter(folded(value.label) for value in ListedValue.objects.current(name, localdate()))

    assert set(typed.values()) == {1}


@pytest.mark.parametrize("name", ListName)
def test_no_code_can_be_mistaken_for_the_name_of_another_value(name: ListName) -> None:
    by_name = {folded(value.label): value.code for value in listed(name)}

    assert not [value for value in listed(name) if by_name.get(value.code, value.code) != value.code]


# First responders


@pytest.mark.parametrize(("code", "bound"), BOUND_TO_NOTIFY.items())
def test_who_is_bound_by_the_duty_to_notify(code: str, bound: str) -> None:
    assert one(ListName.FIRST_RESPONDERS, code).attributes["bound_to_notify"] == bound


def test_no_charity_is_bound_and_every_council_and_force_of_england_and_wales_is() -> None:
    bodies = listed(ListName.FIRST_RESPONDERS)
    ours = [body.attributes for body in bodies if body.attributes.get("nation") in ("england", "wales")]

    assert {body.attributes["bound_to_notify"] for body in bodies if body.attributes["kind"] == "charity"} == {"no"}
    assert {facts["bound_to_notify"] for facts in ours if facts["kind"] == "police"} == {"yes"}
    assert Counter(facts["bound_to_notify"] for facts in ours if facts["kind"] == "council") == {
        "yes": 340 + ABOLISHED,
        "no": 7,
    }


def test_first_responders_are_grouped_as_agencies_are() -> None:
    groups = {(body.attributes["kind"], body.group) for body in listed(ListName.FIRST_RESPONDERS)}

    assert groups == {(kind.value, kind.label) for kind in AgencyKind if kind != AgencyKind.POLICING_BODY}


def test_the_gangmasters_authority_is_history_and_the_fair_work_agency_took_over() -> None:
    old = one(ListName.FIRST_RESPONDERS, "gangmasters-and-labour-abuse-authority")
    new = one(ListName.FIRST_RESPONDERS, "fair-work-agency")

    assert old.valid_to == date(2026, 4, 6)
    assert new.valid_from == date(2026, 4, 7)
    assert not old.is_verified
    assert not new.is_verified


@pytest.mark.parametrize(("column", "name"), [("council", ListName.COUNCILS), ("force", ListName.FORCES)])
def test_first_responders_lead_to_every_current_council_and_force(column: str, name: ListName) -> None:
    bodies = [body for body in listed(ListName.FIRST_RESPONDERS) if column in body.attributes]
    known = {value.code: value.label for value in listed(name)}
    current = {value.code for value in ListedValue.objects.current(name, date(2026, 11, 23))}

    assert all(known[body.attributes[column]] == body.label for body in bodies)
    assert current <= {body.attributes[column] for body in bodies}


# Forces, councils, regions


def test_west_mercia_is_force_22_and_no_number_is_used_twice() -> None:
    numbers = [force.attributes.get("home_office_code") for force in listed(ListName.FORCES)]

    assert one(ListName.FORCES, "west-mercia-police").attributes["home_office_code"] == "22"
    assert len(set(numbers) - {None}) == 43
    assert numbers.count(None) == 4


def test_the_current_councils_are_all_there_are() -> None:
    councils = ListedValue.objects.current(ListName.COUNCILS, date(2026, 11, 23))

    assert Counter((c.attributes["nation"], c.attributes["tier"]) for c in councils) == CURRENT_COUNCILS


def test_districts_know_their_county_council() -> None:
    councils = {council.code: council.attributes for council in listed(ListName.COUNCILS)}
    above = {facts["county_council"] for facts in councils.values() if "county_council" in facts}

    assert councils["wychavon-district-council"]["county_council"] == "worcestershire-county-council"
    assert all(code in councils for code in above)
    assert above >= {code for code, facts in councils.items() if facts["tier"] == "county"}


def test_west_mercia_has_ten_councils() -> None:
    ours = {c.code for c in listed(ListName.COUNCILS) if c.attributes.get("force") == "west-mercia-police"}

    assert ours == WEST_MERCIA.keys() | {"worcestershire-county-council"}


@pytest.mark.parametrize("name", [ListName.COUNCILS, ListName.FORCES, ListName.REGIONS, ListName.TOWNS])
def test_nations_are_those_that_agencies_have(name: ListName) -> None:
    nations = {value.attributes.get("nation") for value in listed(name)}

    assert nations <= {*Nation.values, "isle_of_man", None}


# Towns


@pytest.mark.parametrize(("name", "places"), NAMESAKES.items())
def test_namesakes_can_be_told_apart(name: str, places: int) -> None:
    towns = ListedValue.objects.filter(list_name=ListName.TOWNS, home_office_label=name)

    assert len({town.label for town in towns}) == len({town.group for town in towns}) == places
    assert all(town.label == f"{name}, {town.attributes['county']}" for town in towns)
    assert all(town.attributes["place_is_ours"] == "yes" and not town.is_verified for town in towns)


def test_towns_of_west_mercia_carry_their_council() -> None:
    found: dict[str, set[str]] = {code: set() for code in WEST_MERCIA}
    for town in listed(ListName.TOWNS):
        if town.attributes.get("council") in found:
            found[town.attributes["council"]].add(town.label)

    assert found == WEST_MERCIA


def test_the_council_of_a_town_is_current_and_shown_beside_it() -> None:
    councils = {c.code: c.label for c in ListedValue.objects.current(ListName.COUNCILS, date(2026, 11, 23))}
    towns = [town for town in listed(ListName.TOWNS) if "council" in town.attributes]

    assert len(towns) > 50
    assert all(town.group == councils[town.attributes["council"]] for town in towns)


# Nationalities, countries, languages, ethnicities


@pytest.mark.parametrize(("label", "codes"), STORED_AS.items())
def test_nationalities_are_stored_as_alpha_3(label: str, codes: tuple[str, str | None]) -> None:
    found = ListedValue.objects.get(list_name=ListName.NATIONALITIES, label=label)

    assert (found.code, found.attributes.get("iso_alpha3")) == codes


def test_codes_of_travel_documents_and_of_kosovo_are_not_verified() -> None:
    doubtful = {value.code for value in listed(ListName.NATIONALITIES) if not value.is_verified}

    assert doubtful == {"XXA", "XXB", "XXX", "XKX"}


def test_every_country_has_an_alpha_3_code_of_its_own_and_a_nationality() -> None:
    countries = {country.code for country in listed(ListName.COUNTRIES)}
    nationalities = {nationality.code for nationality in listed(ListName.NATIONALITIES)}

    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in countries - {"unknown"})
    assert countries <= nationalities


def test_nationalities_show_the_same_country_as_the_list_of_countries() -> None:
    countries = {country.code: country.label for country in listed(ListName.COUNTRIES)}
    shown = {n.code: n.group for n in listed(ListName.NATIONALITIES) if n.code in countries and n.code != "unknown"}

    assert shown == {code: countries[code] for code in shown}


@pytest.mark.parametrize(("label", "code"), ISO_639_3.items())
def test_languages_that_interpreters_are_asked_for(label: str, code: str) -> None:
    assert ListedValue.objects.get(list_name=ListName.LANGUAGES, label=label).attributes["iso_639_3"] == code


def test_ethnicities_are_18_plus_1_and_the_old_code_is_kept_for_old_records() -> None:
    current = ListedValue.objects.current(ListName.ETHNICITIES, localdate()).values_list("code", flat=True)
    older = [e.code for e in listed(ListName.ETHNICITIES) if e.attributes["scheme_16_plus_1"] == "yes"]

    assert " ".join(current) == "W1 W2 W3 W9 M1 M2 M3 M9 A1 A2 A3 A4 A9 B1 B2 B9 O2 O9 NS"
    assert set(older) == set(current) - {"W3", "A4", "O2"} | {"O1"}
    assert ListedValue.objects.label_of(ListName.ETHNICITIES, "O1") == "Chinese (old code)"
