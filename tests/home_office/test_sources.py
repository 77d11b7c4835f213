"""Every question of the form has a source in our model, and every source names a box that there is."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from referrals.dossier import Dossier
from referrals.enums import Exploitation
from referrals.home_office.answers import read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.rules import Answer
from referrals.home_office.sources import SOURCES
from referrals.intake.page import SectionPage
from referrals.intake.sections import SECTIONS, Section
from tests.home_office.factories import TODAY
from tests.home_office.reading import COUNTRIES, TOWNS, changed, empty_dossier, full_dossier
from tests.home_office.test_profile import FORM
from victims.enums import Channel, Recipient, Safe
from victims.models import BestInterestsRecord, ConsentRecord, SafeContact

CODES = {
    "danger", "person", "consent", "contact", "needs", "signs", "exploitation", "account", "places", "suspects",
    "others", "words", "police", "safeguarding", "files", "referrer",
}  # fmt: skip
LISTS_OF_ROWS = {"situations", "places", "suspects", "identifiers", "observations", "files"}
# Boxes in which one column of several codes is typed.
NUMBERED = re.compile(r"_[1-9]$")


def test_every_question_has_a_source_and_no_source_is_left_over() -> None:
    assert set(SOURCES) == FORM.ids


def test_sources_stand_in_sections_that_there_are() -> None:
    assert {source.section for source in SOURCES.values()} == CODES


@pytest.mark.django_db
def test_every_anchor_names_a_column_of_our_model() -> None:
    dossier = empty_dossier()
    rows = {field.name for field in fields(dossier)}

    for question_id, source in SOURCES.items():
        if source.anchor and source.anchor not in LISTS_OF_ROWS:
            model, column = model_and_column(source.anchor, dossier)
            assert column in {field.name for field in model._meta.get_fields()}, question_id
    assert rows >= LISTS_OF_ROWS
    assert [question_id for question_id, source in SOURCES.items() if not source.anchor] == ["reference"]


def model_and_column(anchor: str, dossier: Dossier) -> tuple[Any, str]:
    prefix, _, column = anchor.removeprefix("id_").rpartition("-")
    row, _, which = prefix.partition("-")
    if row == "contacts":
        return SafeContact, str(Channel(which) and column)
    if row == "consent":
        return ConsentRecord, column
    if row == "best_interests":
        return BestInterestsRecord, column
    return type(getattr(dossier, row)), NUMBERED.sub("", column)


@pytest.mark.django_db
@pytest.mark.parametrize("section", [section for section in SECTIONS if section.parts], ids=lambda one: one.code)
def test_every_anchor_is_a_box_on_the_page_of_its_section(section: Section) -> None:
    boxes = set(boxes_of(SectionPage(section.parts, full_dossier())))

    anchors = {source.anchor for source in SOURCES.values() if source.section == section.code}

    assert anchors - {""} - boxes == set()


def boxes_of(page: SectionPage) -> Iterator[str]:
    for form in page.forms:
        yield from (form[name].auto_id for name in form.fields)
    yield from (part.rows for part in page.parts if hasattr(part, "rows"))


def test_what_is_required_says_what_to_do() -> None:
    required = {question.id for question in FORM.questions if question.required or question.one_of} - {"reference"}
    verbs = {"Add", "Ask", "Choose", "Describe", "Give", "Record", "Say", "Tick"}

    assert {SOURCES[question_id].say.partition(" ")[0] for question_id in required} <= verbs
    assert all(source.say.endswith(".") for source in SOURCES.values() if source.say)


@pytest.mark.django_db
def test_every_source_finds_an_answer_when_there_is_one() -> None:
    full = full_dossier()
    given = set()
    for dossier in (full, with_every_kind(full), with_many_places(full), without_own_number(full)):
        answers = read_all(facts_of(dossier, TODAY))
        given |= {question_id for question_id, answer in answers.items() if answer.is_given}

    assert given == FORM.ids


def with_every_kind(full: Dossier) -> Dossier:
    return replace(full, situations=[changed(full.situations[0], kinds=list(Exploitation))])


def with_many_places(full: Dossier) -> Dossier:
    towns = [town for town in TOWNS for _ in range(2)]
    at_home = [changed(full.uk_places[0], town=town) for town in towns]
    abroad = [changed(full.overseas_places[1], country=country) for country in COUNTRIES]
    return replace(full, places=[*at_home, *abroad])


def without_own_number(full: Dossier) -> Dossier:
    call = changed(full.contacts[Channel.CALL], safe=Safe.UNKNOWN)
    return replace(full, contacts={**full.contacts, Channel.CALL: call})


@pytest.mark.django_db
def test_no_source_trips_over_a_case_in_which_nothing_is_answered() -> None:
    answers = read_all(facts_of(empty_dossier(), TODAY))

    given = {question_id for question_id, answer in answers.items() if answer.is_given or answer.misfit}
    assert given == {"reference"}
    assert {question_id for question_id, answer in answers.items() if answer.fault} == {
        "when-did-the-exploitation-take-place",
        "when-did-the-exploitation-take-place-multiple",
        "where-how-interview-carried-out",
    }


@pytest.mark.django_db
def test_intelligence_is_in_no_answer() -> None:
    answers = read_all(facts_of(full_dossier(), TODAY))

    assert "(police matters video reference)" not in everything_in(answers)
    assert "(police matters intelligence reference)" not in everything_in(answers)
    assert "(police matters existing help)" in everything_in(answers)


def everything_in(answers: Any) -> str:
    found: list[Answer] = list(answers.values())
    return "\n".join(answer.text for answer in found)


@pytest.mark.django_db
def test_the_decision_goes_to_whom_they_choose() -> None:
    full = full_dossier()
    other = replace(full, decision_recipient=changed(full.decision_recipient, who=Recipient.SOMEONE_ELSE))

    assert read_all(facts_of(full, TODAY))["who-contact"].codes == ("potential-victim",)
    assert read_all(facts_of(other, TODAY))["who-contact"].codes == ("someone-else",)
