"""What the form would show, want and refuse: complete tables."""

from datetime import date

import pytest

from referrals.enums import Route
from referrals.home_office.profile import Question, profile_on
from referrals.home_office.rules import (
    NOTHING,
    Answer,
    form_route,
    is_asked,
    is_on_route,
    is_shown,
    is_written_anew,
    length_of,
    may_be_a_number,
    problem_with,
    traps_in,
)

FORM = profile_on(date(2026, 11, 23))
BY_ID = {question.id: question for question in FORM.questions}
NOTHING_YET = dict.fromkeys(FORM.ids, NOTHING)
OPEN = Answer(misfit="Not sure.")

# (what was answered, what that leads to, on a route that asks it). Any other answer, or none, does not lead there.
LEADS_TO = [
    ("potential-victim-exploitative-situation-multiple", "no", {"when-did-the-exploitation-take-place"}),
    ("potential-victim-exploitative-situation-multiple", "i-dont-know", {"when-did-the-exploitation-take-place"}),
    ("potential-victim-exploitative-situation-multiple", "yes", {"when-did-the-exploitation-take-place-multiple"}),
    (
        "were-they-taken-somewhere-by-their-exploiter",
        "yes",
        {"were-they-taken-somewhere-by-their-exploiter-journey-details"},
    ),
    ("were-they-taken-somewhere-by-their-exploiter", "no", set()),
    ("still-in-exploitative-situation", "yes", {"what-is-keeping-them-in-situation"}),
    ("still-in-exploitative-situation", "no", {"how-why-did-they-leave-the-situation"}),
    ("is-this-the-first-chance-to-report", "yes", {"yes-the-first-chance-to-report"}),
    ("is-this-the-first-chance-to-report", "not-sure", {"not-sure-the-first-chance-to-report"}),
    ("is-this-the-first-chance-to-report", "no", {"why-report-now"}),
    ("modern-slavery-indicators", "yes", {"modern-slavery-indicators-details"}),
    ("modern-slavery-indicators", "no", set()),
    ("evidence-of-dishonesty", "yes", {"evidence-of-dishonesty-details"}),
    ("evidence-of-dishonesty", "no", set()),
    ("are-others-involved", "yes", {"are-others-involved-details"}),
    ("are-others-involved", "no", set()),
    ("exploiters-location", "yes", {"are-exploiters-in-the-uk", "exploiters-current-location-details"}),
    ("exploiters-location", "no", set()),
    ("types-of-exploitation-other", "true", {"other-exploitation-details"}),
    ("any-other-pvs", "yes", {"other-potential-victims-yes-details"}),
    ("any-other-pvs", "not-sure", {"other-potential-victims-not-sure-details"}),
    ("any-other-pvs", "no", set()),
    ("future-exploitation-concerns", "yes", {"future-exploitation-reasons"}),
    ("future-exploitation-concerns", "no", set()),
    ("reported-to-police", "yes", {"reported-to-police-police-forces", "reported-to-police-crime-reference"}),
    ("reported-to-police", "no", set()),
    ("authorities-cooperation", "yes", {"authorities-cooperation-details"}),
    ("authorities-cooperation", "no", set()),
    ("pv-under-age", "no", {"pv-want-to-submit-nrm"}),
    ("pv-under-age", "yes", set()),
    ("pv-under-age", "not-sure", set()),
    ("does-pv-need-support", "no", set()),
    ("does-pv-have-children", "yes", {"does-pv-have-children-yes-amount"}),
    ("does-pv-have-children", "no", set()),
    ("pv-interpreter-requirements", "yes", {"pv-interpreter-requirements-language"}),
    ("pv-interpreter-requirements", "no", set()),
    ("pv-other-help-with-communication", "yes", {"pv-other-help-with-communication-aid"}),
    ("pv-other-help-with-communication", "no", set()),
    ("pv-ho-reference", "yes", {"pv-ho-reference-type"}),
    ("pv-ho-reference", "no", set()),
    ("upload-file", "any", {"what-evidence-you-will-submit"}),
    (
        "where-exploitation-happened",
        "uk",
        {f"where-exploitation-happened-uk-city-{n}" for n in range(1, 11)}
        | {"where-exploitation-happened-other-uk-other-location"},
    ),
    (
        "where-exploitation-happened",
        "overseas",
        {f"where-exploitation-happened-overseas-country-{n}" for n in range(1, 11)}
        | {"where-exploitation-happened-other-overseas-other-location"},
    ),
    (
        "where-exploitation-happened",
        "uk-and-overseas",
        {f"where-exploitation-happened-uk-city-{n}" for n in range(1, 11)}
        | {f"where-exploitation-happened-overseas-country-{n}" for n in range(1, 11)}
        | {"where-exploitation-happened-other-uk-other-location"}
        | {"where-exploitation-happened-other-overseas-other-location"},
    ),
]
# What stands under two answers.
SUPPORT, WHO = ("does-pv-need-support", "yes"), ("who-contact", "potential-victim")
OTHER, HELPS = ("who-contact", "someone-else"), ("authorities-cooperation", "yes")
BY_EMAIL = {"pv-contact-details-email-input", "pv-contact-details-email-check"}
BY_POST = {f"pv-contact-details-{part}" for part in ("street", "town", "county", "postcode", "post-check")}
OTHER_BY_POST = {f"someone-else-{part}" for part in ("street", "town", "county", "postcode")}
OTHER_PERSON = {
    "someone-else", "someone-else-first-name", "someone-else-last-name", "someone-else-permission-check",
}  # fmt: skip
NAME = {"pv-name-first-name", "pv-name-last-name", "pv-name-nickname"}
TWO_LEAD_TO = [
    (Route.ADULT, [SUPPORT], {"pv-phone-number"}),
    (Route.ADULT, [SUPPORT, ("pv-phone-number", "yes")], {"pv-phone-number", "pv-phone-number-yes"}),
    (
        Route.ADULT,
        [SUPPORT, ("pv-phone-number", "pv-alternative-number")],
        {"pv-phone-number", "pv-phone-number-alternative", "alternative-number-relation-to-pv"},
    ),
    (Route.ADULT, [SUPPORT, ("pv-phone-number", "no")], {"pv-phone-number", "no-contact-details"}),
    (Route.ADULT, [("pv-phone-number", "yes")], set()),
    (Route.ADULT, [WHO], {"pv-contact-details"}),
    (Route.ADULT, [WHO, ("pv-contact-details", "email")], {"pv-contact-details"} | BY_EMAIL),
    (Route.ADULT, [WHO, ("pv-contact-details", "post")], {"pv-contact-details"} | BY_POST),
    (Route.ADULT, [OTHER], OTHER_PERSON),
    (Route.ADULT, [OTHER, ("someone-else", "email")], OTHER_PERSON | {"someone-else-email-input"}),
    (Route.ADULT, [OTHER, ("someone-else", "post")], OTHER_PERSON | OTHER_BY_POST),
    (Route.ADULT, [OTHER, ("pv-contact-details", "email")], OTHER_PERSON),
    (Route.NOTIFY_NAMED, [HELPS], {"authorities-cooperation-details", "pv-contact-details"} | NAME),
    (
        Route.NOTIFY_NAMED,
        [HELPS, ("pv-contact-details", "email")],
        {"authorities-cooperation-details", "pv-contact-details"} | NAME | BY_EMAIL,
    ),
    (Route.NOTIFY_NAMED, [("authorities-cooperation", "no"), ("pv-contact-details", "email")], set()),
    (Route.NOTIFY_ANONYMOUS, [HELPS, ("pv-contact-details", "email")], {"authorities-cooperation-details"}),
]


def led_to(route: Route, *chosen: tuple[str, str]) -> set[str]:
    answers = NOTHING_YET | {question_id: Answer(codes=(code,)) for question_id, code in chosen}
    return {question.id for question in FORM.questions if question.shown_when and is_shown(question, route, answers)}


def a_route_for(question_id: str) -> Route:
    routes = {route for question in FORM.questions if question.id == question_id for route in question.routes}
    return Route.ADULT if Route.ADULT in routes else next(iter(routes))


@pytest.mark.parametrize(("question_id", "code", "expected"), LEADS_TO)
def test_what_one_answer_leads_to(question_id: str, code: str, expected: set[str]) -> None:
    assert led_to(a_route_for(question_id), (question_id, code)) == expected


@pytest.mark.parametrize(("route", "chosen", "expected"), TWO_LEAD_TO)
def test_what_two_answers_lead_to(route: Route, chosen: list[tuple[str, str]], expected: set[str]) -> None:
    assert led_to(route, *chosen) == expected


def test_the_tables_hold_every_condition_of_the_form() -> None:
    conditional = {question.id for question in FORM.questions if question.shown_when}
    single = set().union(*(expected for _, _, expected in LEADS_TO))
    double = set().union(*(expected for _, _, expected in TWO_LEAD_TO))

    assert single | double == conditional


@pytest.mark.parametrize("route", Route)
def test_without_answers_nothing_is_led_to(route: Route) -> None:
    assert led_to(route) == set()


def test_where_the_form_may_turn_either_way_what_we_hold_is_shown_for_both() -> None:
    held = Answer(text="held")
    keeps, left = BY_ID["what-is-keeping-them-in-situation"], BY_ID["how-why-did-they-leave-the-situation"]
    answers = NOTHING_YET | {"still-in-exploitative-situation": OPEN, keeps.id: held}

    assert is_asked(keeps, Route.ADULT, answers)
    assert not is_asked(left, Route.ADULT, answers)
    assert not is_shown(keeps, Route.ADULT, answers)


def test_an_answer_that_is_no_misfit_turns_the_form_one_way() -> None:
    keeps = BY_ID["what-is-keeping-them-in-situation"]
    answers = NOTHING_YET | {keeps.id: Answer(text="held")}

    assert not is_asked(keeps, Route.ADULT, answers)
    assert not is_asked(
        keeps, Route.ADULT, answers | {"still-in-exploitative-situation": Answer(codes=("no",), misfit="Choose No.")}
    )


@pytest.mark.parametrize("route", [Route.UNKNOWN, Route.WAIT, Route.ADVICE_ONLY])
def test_while_it_goes_nowhere_only_what_every_route_asks_is_asked(route: Route) -> None:
    asked = {question.id for question in FORM.questions if is_on_route(question, route)}

    assert len(asked) == 84
    assert "professional-insight" in asked
    assert asked.isdisjoint({"pv-want-to-submit-nrm", "refuse-nrm", "does-pv-need-support", "pv-name-first-name"})


def test_a_decision_in_their_best_interests_goes_as_an_adults_referral() -> None:
    assert {route: form_route(route) for route in Route if form_route(route) != route} == {
        Route.BEST_INTERESTS: Route.ADULT
    }


def test_what_is_written_anew_without_a_name() -> None:
    copied = {
        question.id
        for question in FORM.questions
        if is_on_route(question, Route.NOTIFY_ANONYMOUS) and not is_written_anew(question, Route.NOTIFY_ANONYMOUS)
    }

    assert copied == {
        "user-organisation", "fr-location", "pv-under-age", "pv-under-age-at-time-of-exploitation",
        "potential-victim-exploitative-situation-multiple", "were-they-taken-somewhere-by-their-exploiter",
        "still-in-exploitative-situation", "when-last-contact", "is-this-the-first-chance-to-report",
        "modern-slavery-indicators", "evidence-of-dishonesty", "are-others-involved", "where-exploitation-happened",
        *(f"where-exploitation-happened-overseas-country-{number}" for number in range(1, 11)),
        "exploiters-location", "are-exploiters-in-the-uk",
        "types-of-exploitation-forced-to-work", "types-of-exploitation-wages-taken",
        "types-of-exploitation-forced-to-commit-fraud", "types-of-exploitation-prostitution",
        "types-of-exploitation-child-exploitation", "types-of-exploitation-taken-somewhere",
        "types-of-exploitation-forced-to-commit-crime", "types-of-exploitation-organs-removed",
        "types-of-exploitation-unpaid-household-work", "types-of-exploitation-other",
        "any-other-pvs", "future-exploitation-concerns", "reported-to-police", "reported-to-police-police-forces",
        "authorities-cooperation", "pv-want-to-submit-nrm", "pv-gender", "pv-nationality", "pv-nationality-second",
    }  # fmt: skip


@pytest.mark.parametrize("route", set(Route) - {Route.NOTIFY_ANONYMOUS})
def test_on_other_routes_nothing_is_written_anew(route: Route) -> None:
    assert not any(is_written_anew(question, route) for question in FORM.questions)


def test_no_typed_answer_may_be_longer_than_the_form_takes() -> None:
    for question in FORM.questions:
        if question.longest:
            full, is_email = "x" * question.longest, question.id.endswith(("email", "email-input", "contact"))
            is_number = question.id == "does-pv-have-children-yes-amount"
            assert is_email or is_number or problem_with(question, full) is None
            assert f"it has {question.longest + 1:,} characters" in str(problem_with(question, full + "x"))


def test_the_sentence_says_what_to_shorten_and_by_how_much() -> None:
    assert problem_with(BY_ID["how-did-the-exploitation-start"], "x" * 15_001) == (
        "Shorten “How it began: who offered or promised what”: it has 15,001 characters, and the form takes 15,000."
    )


@pytest.mark.parametrize(
    ("text", "length"), [("abc", 3), ("a\nb", 4), ("a\r\nb", 4), ("\N{BATH}", 2), ("é", 1), ("", 0)]
)
def test_characters_are_counted_as_the_form_counts_them(text: str, length: int) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("duty@council.example", True),
        ("first.last+tag@sub.council.gov.uk", True),
        ("duty@council", False),
        ("duty@@council.example", False),
        ("duty council@council.example", False),
        ("duty@council.example.", False),
        ("duty@-council.example", False),
        (".duty@council.example", False),
        ("du..ty@council.example", False),
        ("düty@council.example", False),
        ("x" * 64 + "@council.example", True),
        ("x" * 65 + "@council.example", False),
        ("duty@council.example, other@council.example", False),
    ],
)
def test_an_email_address_is_one_whole_address(address: str, *, is_taken: bool) -> None:
    question = BY_ID["fr-alternative-contact"]

    assert (problem_with(question, address) is None) == is_taken


@pytest.mark.parametrize(
    ("number", "may_be"),
    [
        ("07911 123456", True),
        ("(01905) 111-222", True),
        ("0190511122", True),
        ("+44 7911 123456", True),
        ("+355 69 123 4567", True),
        ("07911 12345678", False),
        ("07911", False),
        ("00 44 7911 123456", False),
        ("1234567890", False),
        ("+44", False),
        ("+0 7911 123456", False),
        ("ask at the desk", False),
        ("07911 123456 ext 5", False),
    ],
)
def test_what_cannot_be_a_telephone_number(number: str, *, may_be: bool) -> None:
    assert may_be_a_number(number) == may_be
    assert (problem_with(BY_ID["pv-phone-number-yes"], number) is None) == may_be
    assert (problem_with(BY_ID["pv-phone-number-alternative"], number) is None) == may_be
    assert problem_with(BY_ID["fr-details-phone"], number) is None


@pytest.mark.parametrize(
    ("text", "is_number"), [("0", True), ("3", True), ("three", False), ("-1", False), ("²", False)]
)
def test_a_number_of_children_is_in_figures(text: str, *, is_number: bool) -> None:
    assert (problem_with(BY_ID["does-pv-have-children-yes-amount"], text) is None) == is_number


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("They rang from shop.example every day", True),
        ("He rang.then he came", True),
        ("mirela@mail.example", True),
        ("He rang. Then he came", False),
        ("He rang.Then he came", True),
        ("At 3.15 he came", False),
        ("e.g. by telephone", False),
        ("It cost 1.50 pounds", False),
    ],
)
def test_two_boxes_refuse_what_looks_like_a_web_address(text: str, *, is_refused: bool) -> None:
    for question in FORM.questions:
        is_one = question.id in {"details-last-contact", "authorities-cooperation-details"}
        assert bool(list(traps_in(question, text, FORM))) == (is_one and is_refused)


@pytest.mark.parametrize("character", "<>[]|~")
def test_characters_that_the_form_changes_are_named(character: str) -> None:
    (trap,) = traps_in(BY_ID["family"], f"a mother {character} two brothers", FORM)

    assert trap == "The form changes < > [ ] | ~ without a word. Write it another way."
    assert list(traps_in(BY_ID["user-organisation"], f"one {character} two", FORM)) == []


@pytest.mark.parametrize("number", ["07700 900123", "+44 7700 900123", "01632 960999", "020 7946 0123"])
def test_numbers_of_films_are_refused(number: str) -> None:
    question: Question = BY_ID["pv-phone-number-yes"]

    assert len(list(traps_in(question, number, FORM))) == 1
    assert list(traps_in(BY_ID["fr-details-phone"], number, FORM)) == []
