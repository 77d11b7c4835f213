import logging
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.enums import ListName
from agencies.reference import queries
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

FIRST_FOUND = [
    (ListName.COUNCILS, "telf", "Telford & Wrekin Council"),
    (ListName.COUNCILS, "telford and", "Telford & Wrekin Council"),
    (ListName.COUNCILS, "WREKIN", "Telford & Wrekin Council"),
    (ListName.COUNCILS, "wycombe", "Buckinghamshire Council"),
    (ListName.COUNCILS, "hull", "Hull City Council"),
    (ListName.COUNTRIES, "cote", "Ivory Coast (Côte d'Ivoire)"),
    (ListName.COUNTRIES, "CÔTE D’", "Ivory Coast (Côte d'Ivoire)"),
    (ListName.COUNTRIES, "ivoire", "Ivory Coast (Côte d'Ivoire)"),
    (ListName.COUNTRIES, "niger", "Niger"),
    (ListName.COUNTRIES, "oman", "Oman"),
    (ListName.COUNTRIES, "uk", "United Kingdom"),
    (ListName.FIRST_RESPONDERS, "salvation", "The Salvation Army"),
    (ListName.FIRST_RESPONDERS, "nspcc", "NSPCC Child Trafficking Advice Centre"),
    (ListName.FORCES, "west m", "West Mercia Police"),
    (ListName.FORCES, "22", "West Mercia Police"),
    (ListName.LANGUAGES, "persian", "Farsi"),
    (ListName.LANGUAGES, "kurdish sor", "Kurdish (Sorani)"),
    (ListName.NATIONALITIES, "netherlands", "Dutch"),
    (ListName.REGIONS, "salop", "Shropshire"),
    (ListName.TOWNS, "shrews", "Shrewsbury"),
    (ListName.TOWNS, "bishops castle", "Bishop's Castle"),
    (ListName.TOWNS, "bishop's c", "Bishop's Castle"),
    (ListName.TOWNS, "malvern", "Great Malvern"),
    (ListName.TOWNS, "stratford upon", "Stratford-upon-Avon"),
    (ListName.ETHNICITIES, "w3", "Gypsy or Irish Traveller"),
]
FINDS_NOTHING = ["", "  ", "%", "_", "\\", "%%%", "\0", "'", "zzzz", "telf\0ord xyzzy", "x" * 10_000]


def labels(name: ListName, typed: str) -> list[str]:
    return [value.label for value in queries.find(name, typed, on=localdate())]


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(MembershipFactory().user)
    return client


@pytest.mark.parametrize(("name", "typed", "label"), FIRST_FOUND)
def test_the_value_that_was_meant_comes_first(name: ListName, typed: str, label: str) -> None:
    assert labels(name, typed)[0] == label


@pytest.mark.parametrize("typed", FINDS_NOTHING)
def test_nothing_is_found_for_what_means_nothing(typed: str) -> None:
    assert labels(ListName.TOWNS, typed) == []


def test_a_quote_is_only_a_quote() -> None:
    assert labels(ListName.FIRST_RESPONDERS, "o'") == labels(ListName.FIRST_RESPONDERS, "O")
    assert labels(ListName.TOWNS, "king'; drop table --") == []


@pytest.mark.parametrize("typed", ["telf%", "%telf", "_telf_", "\\telf", "telf\0"])
def test_wildcards_are_only_gaps_between_words(typed: str) -> None:
    assert labels(ListName.TOWNS, typed) == ["Telford"]


def test_beginnings_of_words_come_before_what_stands_inside_them() -> None:
    assert labels(ListName.COUNTRIES, "land") == [
        "Eswatini (Swaziland)", "Finland", "Iceland", "Ireland", "Marshall Islands", "Netherlands", "New Zealand",
        "Poland", "Solomon Islands", "Somalia", "Switzerland", "Thailand",
    ]  # fmt: skip
    assert labels(ListName.COUNTRIES, "guinea") == ["Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"]


def test_namesakes_are_offered_with_where_they_are(signed_in: Client) -> None:
    found = signed_in.get("/lists/towns/", {"q": "newport"}).json()

    assert [(town["label"], town["hint"]) for town in found] == [
        ("Newport, Gwent (Casnewydd)", "Newport City Council"),
        ("Newport, Isle of Wight", "Isle of Wight Council"),
        ("Newport, Pembrokeshire (Trefdraeth)", "Pembrokeshire County Council"),
        ("Newport, Shropshire", "Telford & Wrekin Council"),
        ("Newport-on-Tay", "Fife"),
        ("Newport Pagnell", "Buckinghamshire"),
    ]


def test_at_most_twelve_are_offered(signed_in: Client) -> None:
    assert len(signed_in.get("/lists/towns/", {"q": "a"}).json()) == 12


def test_what_was_abolished_is_not_offered() -> None:
    assert labels(ListName.COUNCILS, "taunton deane") == ["Somerset Council"]
    assert labels(ListName.FIRST_RESPONDERS, "glaa") == []


def test_an_answer_is_a_code_a_label_and_a_hint(signed_in: Client) -> None:
    response = signed_in.get("/lists/nationalities/", {"q": "albania"})

    assert response.json() == [{"value": "ALB", "label": "Albanian", "hint": "Albania"}]
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]


def test_nobody_finds_anything_without_signing_in(client: Client, signed_in: Client) -> None:
    assert signed_in.get("/lists/towns/", {"q": "telford"}).json()

    response = Client().get("/lists/towns/", {"q": "telford"})

    assert response.status_code == 302
    assert b"Telford" not in response.content


def test_a_person_without_a_role_may_use_the_lists(client: Client) -> None:
    client.force_login(MembershipFactory(roles=[]).user)

    assert client.get("/lists/towns/", {"q": "telford"}).json()[0]["value"] == "telford"


@pytest.mark.parametrize("name", ["nothing", "users", "Towns", "first-responders"])
def test_a_list_that_does_not_exist_is_not_found(signed_in: Client, name: str) -> None:
    assert signed_in.get(f"/lists/{name}/", {"q": "a"}).status_code == 404


def test_lists_are_only_read(signed_in: Client) -> None:
    assert signed_in.post("/lists/towns/", {"q": "telford"}).status_code == 405


def test_a_look_up_is_one_query_however_much_is_typed(django_assert_num_queries: Any) -> None:
    for typed in ("a", "newport", "bishop's castle in the county of shropshire", "x" * 500):
        with django_assert_num_queries(1):
            list(queries.find(ListName.TOWNS, typed, on=localdate()))


def test_what_was_typed_is_not_logged(signed_in: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)

    signed_in.get("/lists/towns/", {"q": "Secretville"})
    signed_in.get("/lists/nothing/", {"q": "Secretville"})

    assert "Secretville" not in caplog.text
    assert "find_in_list" in caplog.text


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(ListName), typed=st.text(max_size=200))
def test_no_rubbish_breaks_the_search(signed_in: Client, name: ListName, typed: str) -> None:
    response = signed_in.get(f"/lists/{name}/", {"q": typed})

    assert response.status_code == 200
    assert len(response.json()) <= 12


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60))
def test_no_broken_encoding_breaks_the_search(signed_in: Client, raw: bytes) -> None:
    query = "q=" + "".join(f"%{byte:02x}" for byte in raw)

    assert signed_in.get(f"/lists/towns/?{query}").status_code == 200
