"""What they said, how you spoke, what you think: three parts, and nothing of one in another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import ListName, Role
from agencies.models import ListedValue, Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import words
from referrals.models import Interview, OfficerView, OwnWords, Referral
from tests.factories import MembershipFactory, referral_of
from tests.shell.reading import Element, read, sent_by

pytestmark = pytest.mark.django_db

ODD = '\u202eאבג e\u0301 👮🏽‍♀️ <b onclick="x">&amp;</b> {{ 7|add:7 }}{% debug %}'
TEXTS = [
    "own_words-words",
    "interview-circumstances",
    "interview-who_was_there",
    "interview-interpreter",
    "officer_view-reasons",
    "officer_view-doubts_note",
]
ADULT_ASKED = "Was an appropriate adult there?"


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "words"})


def page_of(client: Client, referral: Referral) -> Element:
    return read(client.get(address(referral)).content.decode())


def shown_by(client: Client, referral: Referral) -> dict[str, Any]:
    return sent_by(page_of(client, referral).one("form", **{"data-module": "app-leaving"}))


def test_their_words_and_your_view_are_never_one_box(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), {"own_words-words": "I was hungry", "officer_view-reasons": "Signs of hunger"})

    assert OwnWords.objects.get().words == "I was hungry"
    assert OfficerView.objects.get().reasons == "Signs of hunger"
    parts = {
        part.all("legend")[0].text: {box["name"] for box in part.all("textarea")}
        for part in page_of(as_officer, referral).all("fieldset")
        if part.all("legend")[0]
        .get(
            "class",
        )
        .endswith("--m")
    }
    assert parts == {
        "Their own words": {"own_words-words"},
        "How you spoke": {"interview-circumstances", "interview-who_was_there"},
        "Your view": {"officer_view-reasons", "officer_view-doubts_note"},
    }


def test_everything_is_kept_word_for_word_and_shown_again_unchanged(as_officer: Client, referral: Referral) -> None:
    language = ListedValue.objects.filter(list_name=ListName.LANGUAGES).earliest("pk")
    typed = dict.fromkeys(TEXTS, ODD) | {"own_words-language": language.label, "officer_view-doubts": "yes"}
    as_officer.post(address(referral), typed | {"page_key": "a"})

    shown = shown_by(as_officer, referral)
    assert {name: shown[name] for name in TEXTS} == {key: [ODD] for key in TEXTS}
    assert OwnWords.objects.get().language == language.code

    as_officer.post(address(referral), {**shown, "then": "next"})
    assert Entry.objects.filter(event="section.saved:words").count() == 1


@pytest.mark.parametrize(
    ("age", "answered", "is_asked"),
    [("child", "", True), ("unsure", "", True), ("", "", True), ("adult", "", False), ("adult", "yes", True)],
)
def test_an_appropriate_adult_is_asked_for_where_they_may_be_a_child(
    age: str, answered: str, is_asked: bool, as_officer: Client, referral: Referral
) -> None:
    referral.person.age_now = age
    referral.person.save()
    Interview.objects.create(referral=referral, appropriate_adult=answered)

    page = page_of(as_officer, referral)
    as_officer.post(address(referral), {**shown_by(as_officer, referral), "interview-was_alone": "yes"})

    assert (ADULT_ASKED in page.text) == is_asked
    assert Interview.objects.get().appropriate_adult == answered


@pytest.mark.parametrize(("length", "is_kept"), [(15_000, True), (15_001, False)])
def test_a_text_may_be_as_long_as_the_home_office_takes(
    length: int, is_kept: bool, as_officer: Client, referral: Referral
) -> None:
    as_officer.post(address(referral), {"own_words-words": "x" * length, "officer_view-reasons": "y"})

    assert len(shown_by(as_officer, referral)["own_words-words"][0]) == length
    assert OfficerView.objects.get().reasons == "y"
    assert OwnWords.objects.filter(words__startswith="x").exists() == is_kept


def test_the_line_on_the_list_of_sections_tells_what_is_there_and_not_what_it_says(referral: Referral) -> None:
    assert words.hint(dossier_of(referral)) == ""

    OwnWords.objects.create(referral=referral, words="I was hungry")
    OfficerView.objects.create(referral=referral, reasons="Signs of hunger")

    assert words.hint(dossier_of(referral)) == "Their words, your reasons"
