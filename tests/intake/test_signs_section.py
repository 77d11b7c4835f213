"""Signs noticed: all of them, each with how it is known, and nothing added up."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from agencies.enums import Role
from agencies.models import Membership
from agencies.shell.partial_date import PartialDate
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import signs
from referrals.models import Observation, Referral, SectionState, SignsNoticed
from referrals.rules.signs import HEADINGS, SIGNS, headings_for, in_a_line
from tests.browser import assert_accessible, let_in
from tests.factories import MembershipFactory, referral_of
from tests.shell.reading import Element, read, sent_by
from victims.enums import AgeGroup

pytestmark = pytest.mark.django_db

ILO = [f"ILO{number:02}" for number in range(1, 12)]
GENERAL = [f"G{number:02}" for number in range(1, 37)]
OF_CHILDREN = [f"C{number:02}" for number in range(1, 22)]
# Right to left, combining marks, emoji, markup and template syntax.
ODD = '\u202eאבג e\u0301 👮🏽‍♀️ <b onclick="x">&amp;</b> {{ 7|add:7 }}{% debug %}'
# In milliseconds: the page saves two seconds after the last letter.
LONGER_THAN_TO_SAVE = 2_500
FEARFUL = {"observations-G05-seen": "on"}


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "signs"})


def page_of(client: Client, referral: Referral) -> Element:
    return read(client.get(address(referral)).content.decode())


def form_of(page: Element) -> dict[str, list[str]]:
    return sent_by(page.one("form", **{"data-module": "app-leaving"}))


def choices_of(page: Element) -> dict[str, list[str]]:
    """Of the page that shows two versions."""
    return sent_by(next(form for form in page.all("form") if form.all(name="seen")))


def headings_on(page: Element) -> list[str]:
    return [group.all("span", css="govuk-details__summary-text")[0].text for group in page.all(css="app-group")]


def box(page: Element, name: str) -> Element:
    return page.one(id=f"id_observations-{name}")


# The list


def test_every_sign_stands_once_under_a_heading() -> None:
    codes = [sign.code for heading in HEADINGS for sign in heading.signs]

    assert sorted(codes) == sorted(ILO + GENERAL + OF_CHILDREN)
    assert len(HEADINGS) == 11
    assert len({sign.label for sign in SIGNS.values()}) == 68


def test_the_signs_of_children_stand_apart_and_say_which_are_unverified() -> None:
    under = {heading.is_for_children: set() for heading in HEADINGS}
    for heading in HEADINGS:
        under[heading.is_for_children] |= {sign.code for sign in heading.signs}

    assert under == {True: set(OF_CHILDREN), False: set(ILO + GENERAL)}
    assert {sign.code for sign in SIGNS.values() if not sign.is_verified} == {"C18", "C19", "C20", "C21"}


def test_a_sign_is_found_by_words_that_are_not_in_its_label() -> None:
    assert {
        word: {code for code, sign in SIGNS.items() if word in f"{sign.label} {sign.also}".lower()}
        for word in ("passport", "bruises", "boyfriend", "car wash", "overtime")
    } == {
        "passport": {"G13", "ILO07", "G16"},
        "bruises": {"G07"},
        "boyfriend": {"G36", "C21"},
        "car wash": {"G17"},
        "overtime": {"G27", "ILO11"},
    }
    assert all(sign.also for sign in SIGNS.values())


@pytest.mark.parametrize(
    ("age", "are_first"),
    [(AgeGroup.CHILD, True), (AgeGroup.UNSURE, True), (AgeGroup.ADULT, False), (None, False)],
)
def test_the_signs_of_children_come_first_for_whoever_may_be_one(age: AgeGroup | None, are_first: bool) -> None:
    found = headings_for(age)

    assert [heading.is_for_children for heading in found] == sorted(
        [heading.is_for_children for heading in HEADINGS], reverse=are_first
    )
    assert set(found) == set(HEADINGS)


@pytest.mark.parametrize(
    ("known_by", "line"),
    [
        ([], ""),
        (["seen"], "1 ticked"),
        (["seen", ""], "2 ticked. 1 needs “how do you know”"),
        (["", "told", ""], "3 ticked. 2 need “how do you know”"),
    ],
)
def test_the_line_says_what_is_still_unsaid(known_by: list[str], line: str) -> None:
    assert in_a_line(known_by) == line


# The page


def test_the_page_holds_every_sign_and_shows_no_code(as_officer: Client, referral: Referral) -> None:
    page = page_of(as_officer, referral)
    boxes = [one for one in page.all("input", type="checkbox") if (one.get("name") or "").startswith("observations-")]

    assert sorted(one["name"] for one in boxes) == sorted(f"observations-{code}-seen" for code in SIGNS)
    assert [code for code in SIGNS if code in page.text] == []
    assert len({one["id"] for one in page if one.get("id")}) == len([one for one in page if one.get("id")])
    assert not [group for group in page.all(css="app-group") if "open" in group.attributes]


def test_nothing_is_scored(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), {f"observations-{code}-seen": "on" for code in SIGNS})

    text = page_of(as_officer, referral).text.lower()

    assert "68 ticked" in text
    assert [
        word for word in ("score", "threshold", "points", "likel", "risk", "enough signs", "%") if word in text
    ] == []


def test_every_question_of_a_sign_has_a_name_of_its_own(as_officer: Client, referral: Referral) -> None:
    page = page_of(as_officer, referral)
    labelled = {label["for"] for label in page.all("label")}

    typed = ["words", "seen_by", "seen_on_day", "seen_on_month", "seen_on_year"]
    wanted = {f"id_observations-{code}-{name}" for code in SIGNS for name in ["seen", "known_by", *typed]}
    assert wanted - labelled == set()


@pytest.mark.parametrize(("age", "first"), [("child", "Children: home, school, friends"), ("adult", "How they seem")])
def test_who_may_be_a_child_sees_those_signs_first(
    age: str, first: str, as_officer: Client, referral: Referral
) -> None:
    referral.person.age_now = age
    referral.person.save()

    page = page_of(as_officer, referral)

    assert headings_on(page)[0] == first
    assert ("For children. They are recorded as 18 or over." in page.text) == (age == "adult")


def test_a_heading_is_open_when_something_below_it_is_ticked(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), {**FEARFUL, "observations-G33-seen": "on", "observations-G33-known_by": "seen"})

    page = page_of(as_officer, referral)
    groups = [group for group in page.all(css="app-group") if "open" in group.attributes]

    assert [group.one(css="app-group__count").text for group in groups] == [
        "2 ticked: fearful or anxious, cannot speak freely"
    ]
    assert signs.hint(dossier_of(referral)) == "2 ticked. 1 needs “how do you know”"


def test_who_and_when_are_offered_but_recorded_only_with_an_answer(as_officer: Client, referral: Referral) -> None:
    referral.encounter.found_on = PartialDate(2026, 11, 22)
    referral.encounter.save()
    page = page_of(as_officer, referral)

    assert "seen by PC Dana Whitlock, 22 November 2026" in page.text
    as_officer.post(address(referral), form_of(page))
    assert not SignsNoticed.objects.exists()
    assert not Entry.objects.filter(event="section.saved:signs").exists()

    as_officer.post(address(referral), {**form_of(page), **FEARFUL, "version": "1"})
    noticed = SignsNoticed.objects.get()
    assert (noticed.noticed_by, noticed.noticed_on) == ("PC Dana Whitlock", PartialDate(2026, 11, 22))


def test_it_takes_the_same_queries_however_much_is_ticked(
    as_officer: Client, referral: Referral, django_assert_num_queries: Any
) -> None:
    Observation.objects.create(referral=referral, sign="G01")
    as_officer.get(address(referral))
    with CaptureQueriesContext(connection) as with_one:
        as_officer.get(address(referral))

    Observation.objects.bulk_create(Observation(referral=referral, sign=code) for code in OF_CHILDREN)
    with django_assert_num_queries(len(with_one)):
        as_officer.get(address(referral))


# Saving


def test_opened_and_saved_nothing_changes(as_officer: Client, referral: Referral) -> None:
    whole = {"known_by": "told", "words": "“He hits us”", "seen_by": "PC Marsh", "seen_on": PartialDate(2026, 11)}
    Observation.objects.create(referral=referral, sign="G05", **whole)
    Observation.objects.create(referral=referral, sign="C18")
    SignsNoticed.objects.create(referral=referral, note=ODD)
    before = list(Observation.objects.values())

    as_officer.post(address(referral), {**form_of(page_of(as_officer, referral)), "then": "next"})

    assert list(Observation.objects.values()) == before
    assert not Entry.objects.filter(event="section.saved:signs").exists()


def test_a_tick_alone_is_kept_and_an_untick_removes_it(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), {**FEARFUL, "page_key": "a"})
    kept = Observation.objects.get()
    assert (kept.sign, kept.known_by, kept.words) == ("G05", "", "")

    left_over = {"observations-G05-known_by": "seen", "observations-G05-words": "x" * 15_001}
    as_officer.post(address(referral), {**left_over, "page_key": "a"})

    assert not Observation.objects.exists()
    assert [sorted(entry.digests) for entry in Entry.objects.filter(event="section.saved:signs").order_by("pk")] == [
        ["observations-G05-seen"],
        ["observations-G05-seen"],
    ]


def test_two_pages_keep_their_own_signs_and_ask_about_the_one_they_differ_in(
    as_officer: Client, referral: Referral
) -> None:
    opened = {**form_of(page_of(as_officer, referral)), **FEARFUL}
    first = {**opened, "observations-G05-known_by": "seen", "page_key": "one"}
    second = {**opened, "observations-G05-known_by": "told", "observations-G33-seen": "on", "page_key": "two"}
    as_officer.post(address(referral), first)

    page = read(as_officer.post(address(referral), second).content.decode())

    assert [legend.text for legend in page.all("legend")] == ["Fearful or anxious: how do you know?"]
    assert [said.text for said in page.all("div", css="govuk-body")] == ["They told me", "I saw it"]
    as_officer.post(address(referral), {**choices_of(page), "keep:observations-G05-known_by": "theirs"})
    assert dict(Observation.objects.values_list("sign", "known_by")) == {"G05": "seen", "G33": ""}


@pytest.mark.parametrize(("kept", "left"), [("theirs", 1), ("mine", 0)])
def test_an_older_page_that_lacks_a_tick_does_not_remove_it_unasked(
    kept: str, left: int, as_officer: Client, referral: Referral
) -> None:
    opened = form_of(page_of(as_officer, referral))
    as_officer.post(address(referral), {**opened, **FEARFUL, "observations-G05-words": "shaking", "page_key": "one"})

    page = read(as_officer.post(address(referral), {**opened, "page_key": "two"}).content.decode())
    assert [legend.text for legend in page.all("legend")] == ["Fearful or anxious"]

    as_officer.post(address(referral), {**choices_of(page), "keep:observations-G05-seen": kept})
    assert Observation.objects.filter(words="shaking").count() == left


@pytest.mark.parametrize(("length", "is_kept"), [(15_000, True), (15_001, False)])
def test_words_may_be_as_long_as_the_home_office_takes(
    length: int, is_kept: bool, as_officer: Client, referral: Referral
) -> None:
    typed = {**FEARFUL, "observations-G05-known_by": "seen", "observations-G05-words": "x" * length, "then": "next"}
    response = as_officer.post(address(referral), typed)

    page = page_of(as_officer, referral)
    kept = Observation.objects.get()
    assert (kept.known_by, len(kept.words) == length) == ("seen", is_kept)
    assert len(form_of(page)["observations-G05-words"][0]) == length
    assert response.status_code == (302 if is_kept else 200)
    assert ("Use at most 15000 characters. This has 15001." in page.text) == (not is_kept)
    assert bool(SectionState.objects.get().typed) == (not is_kept)


def test_a_wrong_date_is_shown_where_it_stands(as_officer: Client, referral: Referral) -> None:
    typed = {"observations-G05-seen_on_day": "31", "observations-G05-seen_on_month": "2"}
    page = read(
        as_officer.post(
            address(referral), {**FEARFUL, **typed, "observations-G05-seen_on_year": "2026"}
        ).content.decode()
    )
    link = page.one(css="govuk-error-summary").all("a")[0]

    assert link["href"] == "#id_observations-G05-seen_on_day"
    assert box(page, "G05-seen_on_day")["value"] == "31"
    assert "open" in page.all("details", css="app-words")[list(SIGNS).index("G05")].attributes


def test_whatever_is_typed_is_shown_as_it_was_typed(as_officer: Client, referral: Referral) -> None:
    names = ["observations-G05-words", "observations-G05-seen_by", "signs_noticed-note", "signs_noticed-noticed_by"]
    as_officer.post(address(referral), {**FEARFUL, **dict.fromkeys(names, ODD)})

    shown = form_of(page_of(as_officer, referral))

    assert {name: shown[name] for name in names} == {name: [ODD] for name in names}


def test_none_seen_is_said_on_purpose(as_officer: Client, referral: Referral) -> None:
    as_officer.post(address(referral), {"signs_noticed-any_seen": "no", "signs_noticed-none_seen": "on"})

    assert SignsNoticed.objects.get().none_seen
    assert signs.hint(dossier_of(referral)) == "None seen"


def test_a_sign_is_found_by_typing_and_looking_for_it_saves_nothing(
    page: Page, officer: Membership, base_url: str
) -> None:
    referral = referral_of(officer)
    let_in(page, officer.user, base_url)
    page.goto(address(referral))
    find, labels = page.get_by_label("Find a sign"), page.locator("[data-sign] .govuk-checkboxes__label:visible")

    find.fill("passp")
    find.press("Enter")
    expect(labels).to_have_text(
        ["Someone else holds their documents", "Identity documents kept from them", "False documents, or none"]
    )
    expect(page.locator("[data-group]:visible")).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="3 signs found")).to_be_visible()

    page.wait_for_timeout(LONGER_THAN_TO_SAVE)
    assert not SectionState.objects.exists()

    labels.first.click()
    find.fill("nothing like it")
    expect(labels).to_have_count(0)
    find.fill("")
    expect(page.locator("[data-group]:visible")).to_have_count(11)
    expect(page.locator("[data-group][open]")).to_contain_text("1 ticked: someone else holds their documents")
    expect(page.get_by_text("1 ticked. 1 needs “how do you know”")).to_be_visible()
    assert_accessible(page)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert Observation.objects.get().sign == "G13"
