"""The form as it was read: counts, order and requirements are written out by hand on purpose."""

from datetime import date
from itertools import product

import pytest

from agencies.enums import ListName
from referrals.enums import Route
from referrals.home_office.profile import ANY, ROUTES, Kind, Limit, NoProfile, Question, profile_on

CHILD, ADULT, NAMED, ANONYMOUS = Route.CHILD, Route.ADULT, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS
FORM = profile_on(date(2026, 11, 23))

# Asked of everybody, and not gone on without. A question under another one is needed only when that one leads to it.
REQUIRED_OF_ALL = {
    "reference", "user-organisation", "fr-location", "pv-under-age",
    "birthplace", "family", "education", "employment-history",
    "potential-victim-exploitative-situation-multiple",
    "when-did-the-exploitation-take-place", "when-did-the-exploitation-take-place-multiple",
    "how-did-the-exploitation-start",
    "were-they-taken-somewhere-by-their-exploiter", "were-they-taken-somewhere-by-their-exploiter-journey-details",
    "what-were-they-required-to-do", "living-conditions", "how-they-were-treated",
    "still-in-exploitative-situation", "what-is-keeping-them-in-situation", "how-why-did-they-leave-the-situation",
    "when-last-contact", "is-this-the-first-chance-to-report", "why-report-now",
    "modern-slavery-indicators", "modern-slavery-indicators-details",
    "where-how-interview-carried-out", "professional-insight",
    "evidence-of-dishonesty", "evidence-of-dishonesty-details",
    "are-others-involved", "are-others-involved-details",
    "where-exploitation-happened", "where-exploitation-happened-uk-city-1",
    "where-exploitation-happened-overseas-country-1", "current-pv-location-uk-city", "current-pv-location-uk-region",
    "who-exploited-pv", "exploiters-location", "are-exploiters-in-the-uk", "exploiters-current-location-details",
    "other-exploitation-details", "any-other-pvs",
    "future-exploitation-concerns", "future-exploitation-reasons",
    "reported-to-police", "reported-to-police-police-forces", "reported-to-police-crime-reference",
    "authorities-cooperation", "pv-gender", "pv-nationality",
}  # fmt: skip
REQUIRED_OF_A_REFERRAL = {
    "pv-name-first-name", "pv-name-last-name",
    "does-pv-have-children", "does-pv-have-children-yes-amount",
    "pv-interpreter-requirements", "pv-interpreter-requirements-language",
    "pv-other-help-with-communication", "pv-other-help-with-communication-aid",
    "pv-ho-reference", "pv-ho-reference-type",
    "fr-details-first-name", "fr-details-last-name", "fr-details-role", "fr-details-phone",
    "fr-alternative-contact", "what-evidence-you-will-submit",
}  # fmt: skip
REQUIRED_TO_WRITE_TO_THEM = {
    "pv-contact-details", "pv-contact-details-email-input", "pv-contact-details-email-check",
    "pv-contact-details-street", "pv-contact-details-town", "pv-contact-details-postcode",
    "pv-contact-details-post-check",
}  # fmt: skip
ABOUT_CONSENT = {"pv-under-age-at-time-of-exploitation", "pv-want-to-submit-nrm"}
REQUIRED = {
    CHILD: REQUIRED_OF_ALL | REQUIRED_OF_A_REFERRAL | {
        "local-authority-contacted-about-child-local-authority-name",
        "local-authority-contacted-about-child-local-authority-phone",
        "local-authority-contacted-about-child-local-authority-email",
    },
    ADULT: REQUIRED_OF_ALL | REQUIRED_OF_A_REFERRAL | REQUIRED_TO_WRITE_TO_THEM | ABOUT_CONSENT | {
        "does-pv-need-support", "pv-phone-number", "pv-phone-number-yes", "pv-phone-number-alternative",
        "alternative-number-relation-to-pv", "no-contact-details", "who-contact",
        "someone-else", "someone-else-email-input", "someone-else-street", "someone-else-town",
        "someone-else-postcode", "someone-else-permission-check",
    },
    NAMED: REQUIRED_OF_ALL | REQUIRED_TO_WRITE_TO_THEM | ABOUT_CONSENT | {"pv-name-first-name", "pv-name-last-name"},
    ANONYMOUS: REQUIRED_OF_ALL | ABOUT_CONSENT,
}  # fmt: skip

# Which pages the form comes to, of all those of a route.
PAGES = {CHILD: (51, 43, 49), ADULT: (56, 46, 53), NAMED: (44, 37, 42), ANONYMOUS: (42, 35, 40)}


def on(route: Route) -> list[Question]:
    return [question for question in FORM.questions if route in question.routes]


def test_the_profile_says_what_it_is() -> None:
    assert (FORM.name, FORM.valid_from) == ("nrm_form 2026-04", date(2026, 4, 21))
    assert "54dfce7" in FORM.source
    assert (FORM.most_files, FORM.changed_characters) == (99, frozenset("<>[]|~"))


def test_it_holds_every_question_of_the_form() -> None:
    assert (len(FORM.pages), len(FORM.questions), len(FORM.ids)) == (62, 152, 138)


def test_no_question_is_asked_twice_on_one_route() -> None:
    for route in ROUTES:
        ids = [question.id for question in on(route)]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("route", "expected"), REQUIRED.items())
def test_what_is_required_on_each_route(route: Route, expected: set[str]) -> None:
    assert {question.id for question in on(route) if question.required} == expected


@pytest.mark.parametrize(("route", "expected"), PAGES.items())
def test_how_many_pages_each_route_comes_to(route: Route, expected: tuple[int, int, int]) -> None:
    pages = [page for page in FORM.pages if route in page.routes]
    decided_by = {one.question_id: set[str]() for page in pages for one in page.shown_when}
    for question in FORM.questions:
        if question.id in decided_by:
            decided_by[question.id] = {code for code, _ in question.options} or {ANY, ""}
    if route == NAMED:
        decided_by["authorities-cooperation"] = {"yes"}

    counts = set()
    for codes in product(*decided_by.values()):
        chosen = dict(zip(decided_by, codes, strict=True))
        counts.add(sum(all(chosen[one.question_id] in one.codes for one in page.shown_when) for page in pages))

    assert (len(pages), min(counts), max(counts)) == expected


def test_conditions_name_an_earlier_question_and_options_that_it_has() -> None:
    for route in ROUTES:
        earlier: dict[str, Question] = {}
        for question in on(route):
            for condition in question.shown_when:
                codes = {code for code, _ in earlier[condition.question_id].options}
                ticked = {"true"} if earlier[condition.question_id].kind == Kind.TICK else set()
                given = {ANY} if earlier[condition.question_id].kind == Kind.FILES else set()
                assert condition.codes <= codes | ticked | given, question.id
            earlier[question.id] = question


def test_limits_of_length() -> None:
    longest = {}
    for question in FORM.questions:
        longest.setdefault(question.longest, set()).add(question.id)

    assert longest[250] == {"alternative-number-relation-to-pv"}
    assert {found for found in longest if found} == {15_000, 250}
    typed = {q.id for q in FORM.questions if q.kind in {Kind.LINE, Kind.PROSE, Kind.EMAIL, Kind.PHONE}}
    assert typed & longest[None] == {"reference", "pv-phone-number-yes", "pv-phone-number-alternative"}


def test_other_limits() -> None:
    assert {question.id: set(question.limits) for question in FORM.questions if question.limits} == {
        "details-last-contact": {Limit.NO_WEB_ADDRESS},
        "authorities-cooperation-details": {Limit.NO_WEB_ADDRESS},
        "pv-phone-number-yes": {Limit.REAL_NUMBER},
        "pv-phone-number-alternative": {Limit.REAL_NUMBER},
        "does-pv-have-children-yes-amount": {Limit.WHOLE_NUMBER},
    }
    assert {question.id for question in FORM.questions if question.kind == Kind.EMAIL} == {
        "local-authority-contacted-about-child-local-authority-email",
        "pv-contact-details-email-input",
        "someone-else-email-input",
        "fr-alternative-contact",
    }
    assert {question.id for question in FORM.questions if question.kind == Kind.DATE} == {"pv-dob"}


def test_lists() -> None:
    lists: dict[ListName, int] = {}
    for question in {question.id: question for question in FORM.questions}.values():
        if question.list_name:
            lists[question.list_name] = lists.get(question.list_name, 0) + 1

    assert lists == {
        ListName.FIRST_RESPONDERS: 1,
        ListName.COUNCILS: 1,
        ListName.TOWNS: 11,
        ListName.COUNTRIES: 10,
        ListName.REGIONS: 1,
        ListName.FORCES: 1,
        ListName.NATIONALITIES: 2,
    }
    assert all((question.kind == Kind.LIST) == (question.list_name is not None) for question in FORM.questions)


def test_whoever_chooses_is_offered_something() -> None:
    choosing = {Kind.CHOICE, Kind.TICKS}

    assert all((question.kind in choosing) == (len(question.options) > 1) for question in FORM.questions)
    assert all(question.asks and question.page_title for question in FORM.questions)


def test_traps_stand_at_questions_that_there_are() -> None:
    assert {question_id for trap in FORM.traps for question_id in trap.at} <= FORM.ids
    assert len(FORM.traps) == 12


@pytest.mark.parametrize(
    ("day", "name"), [(date(2026, 4, 21), "nrm_form 2026-04"), (date(2030, 1, 1), "nrm_form 2026-04")]
)
def test_a_profile_holds_until_a_newer_one_begins(day: date, name: str) -> None:
    assert profile_on(day).name == name


def test_before_the_first_profile_there_is_none() -> None:
    with pytest.raises(NoProfile, match="No Home Office form is known for 2026-04-20"):
        profile_on(date(2026, 4, 20))
