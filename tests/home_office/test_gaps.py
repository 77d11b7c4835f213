"""What is missing before the Home Office would take a case."""

from dataclasses import replace

import pytest

from referrals.enums import Route
from referrals.home_office.answers import answers_for, read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.readiness import Gap, gaps, gaps_of_the_form, second_looks, sections_with_gaps
from referrals.home_office.rules import NOTHING, is_shown, is_written_anew
from referrals.home_office.sources import SOURCES
from tests.home_office.factories import TODAY
from tests.home_office.reading import changed, empty_dossier, full_dossier, with_row
from tests.home_office.test_profile import FORM, REQUIRED
from victims.enums import Answer as OurAnswer
from victims.enums import ConsentPurpose

pytestmark = pytest.mark.django_db

SENT_ON = [Route.CHILD, Route.ADULT, Route.BEST_INTERESTS, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS]


@pytest.mark.parametrize("route", SENT_ON)
def test_where_everything_is_answered_nothing_is_missing(route: Route) -> None:
    assert gaps(full_dossier(route), TODAY) == []
    assert sections_with_gaps(full_dossier(route), TODAY) == {}


@pytest.mark.parametrize("route", SENT_ON)
def test_each_required_answer_is_missed_by_itself(route: Route) -> None:
    """Of those that the form comes to in a complete case, but for what is written anew and the label."""
    facts = facts_of(full_dossier(route), TODAY)
    answers = read_all(facts)
    wanted = {
        question.id
        for question in FORM.questions
        if question.required and is_shown(question, route, answers) and not is_written_anew(question, route)
    }

    for question_id in wanted - {"reference"}:
        found = [gap.question_id for gap in gaps_of_the_form(facts, {**answers, question_id: NOTHING})]
        assert found == [question_id]
    assert len(wanted) > 20


@pytest.mark.parametrize("route", SENT_ON)
def test_nothing_that_is_optional_is_missed(route: Route) -> None:
    facts = facts_of(full_dossier(route), TODAY)
    answers = read_all(facts)
    wanted = REQUIRED[Route.ADULT if route == Route.BEST_INTERESTS else route]
    grouped = {question.id for question in FORM.questions if question.one_of}

    for question_id in FORM.ids - wanted - grouped:
        assert list(gaps_of_the_form(facts, {**answers, question_id: NOTHING})) == []


@pytest.mark.parametrize("route", SENT_ON)
def test_at_least_one_kind_of_exploitation_is_wanted(route: Route) -> None:
    none = replace(full_dossier(route), situations=[changed(full_dossier(route).situations[0], kinds=[])])

    assert Gap(
        "Choose at least one kind of exploitation.",
        "exploitation",
        "situations",
        "types-of-exploitation-forced-to-work",
    ) in gaps(none, TODAY)
    assert len(gaps(none, TODAY)) == 1


def test_an_honest_answer_that_does_not_fit_is_no_gap() -> None:
    full = full_dossier()
    unsure = with_row(full, "safety", still_exploited=OurAnswer.NOT_SURE)

    assert gaps(unsure, TODAY) == []
    assert [look.sentence for look in second_looks(unsure, TODAY)] == [
        "Whether they are still exploited: Our answer is Not sure, and the form takes only Yes or No."
    ]


def test_where_that_leaves_the_form_open_both_ways_are_laid_out_and_neither_is_missed() -> None:
    unsure = with_row(full_dossier(), "safety", still_exploited=OurAnswer.NOT_SURE)
    asked = {one.question.id: one.shown for one in answers_for(unsure, TODAY)}

    assert asked["what-is-keeping-them-in-situation"] == "(safety held by)"
    assert asked["how-why-did-they-leave-the-situation"] == "(safety how they left)"
    assert gaps(with_row(unsure, "safety", still_exploited="not_sure", held_by=""), TODAY) == []


def test_of_somebody_nobody_knows_the_gaps_begin_with_the_first_questions() -> None:
    found = gaps(empty_dossier(), TODAY)

    assert [(gap.section, gap.anchor) for gap in found][:4] == [
        ("referrer", "id_referrer-organisation"),
        ("referrer", "id_referrer-nation"),
        ("person", "id_person-age_now"),
        ("account", "id_person-birthplace"),
    ]
    assert sections_with_gaps(empty_dossier(), TODAY) == {
        "referrer": 2,
        "person": 1,
        "account": 10,
        "exploitation": 2,
        "danger": 5,
        "signs": 1,
        "words": 3,
        "safeguarding": 1,
        "places": 1,
        "suspects": 2,
        "others": 1,
        "police": 1,
        "consent": 1,
    }


def test_every_gap_tells_in_a_sentence_what_to_do_and_where() -> None:
    for gap in gaps(empty_dossier(), TODAY):
        assert gap.sentence[0].isupper()
        assert gap.sentence.endswith(".")
        assert gap.anchor
        assert gap.section in {source.section for source in SOURCES.values()}


def test_one_box_is_missed_once_however_many_questions_it_answers() -> None:
    found = [gap for gap in gaps(empty_dossier(), TODAY) if gap.section == "exploitation"]

    assert [gap.anchor for gap in found] == ["id_account-several_situations", "situations"]


# Our own requirements

CONSENT = {
    "explained_by": ("", "Say who explained it to them."),
    "explained_at": (None, "Say when it was explained to them."),
    "manner": ("", "Say how it was explained: through an interpreter, directly, or with other help."),
    "explained": ([], "Tick what was explained to them."),
}


@pytest.mark.parametrize(("field", "empty", "sentence"), [(field, *rest) for field, rest in CONSENT.items()])
def test_consent_is_complete_when_it_is_recorded_how_it_was_informed(field: str, empty: object, sentence: str) -> None:
    full = full_dossier()
    consents = [
        changed(record, **{field: empty}) if record.purpose == ConsentPurpose.REFERRAL else record
        for record in full.consents
    ]

    assert gaps(replace(full, consents=consents), TODAY) == [Gap(sentence, "consent", f"id_consent-referral-{field}")]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("assessment", "Describe the assessment of their capacity."),
        ("decided_by", "Say who decided in their best interests."),
        ("consulted", "Say who was consulted."),
    ],
)
def test_a_decision_in_their_best_interests_is_complete_when_it_is_reasoned(field: str, sentence: str) -> None:
    case = with_row(full_dossier(Route.BEST_INTERESTS), "best_interests", **{field: ""})

    assert gaps(case, TODAY) == [Gap(sentence, "consent", f"id_best_interests-{field}")]


def test_the_route_must_be_known() -> None:
    ask, decide = (
        Gap(
            "Ask whether they want to be referred, and record what they decide.",
            "consent",
            "id_consent-referral-decision",
        ),
        Gap("Record what was decided in their best interests.", "consent", "id_best_interests-decision"),
    )
    unasked = replace(full_dossier(), consents=full_dossier(Route.UNKNOWN).consents)
    undecided = replace(full_dossier(Route.BEST_INTERESTS), best_interests=None)

    assert unasked.routing(TODAY).route == undecided.routing(TODAY).route == Route.UNKNOWN
    assert gaps(unasked, TODAY)[0] == ask
    assert gaps(undecided, TODAY) == [decide]
    assert "id_person-age_now" in {gap.anchor for gap in gaps(empty_dossier(), TODAY)}
    assert not {ask, decide} & set(gaps(empty_dossier(), TODAY))


def test_wanting_time_is_no_gap() -> None:
    assert [gap.section for gap in gaps(full_dossier(Route.WAIT), TODAY) if gap.question_id == ""] == []


def test_safeguarding_steps_never_hold_a_childs_referral_back_but_the_councils_address_is_wanted() -> None:
    told_nobody = replace(full_dossier(Route.CHILD), safeguarding_steps=[])
    no_council = with_row(told_nobody, "safeguarding", council="", council_phone="", council_email="")

    assert gaps(told_nobody, TODAY) == []
    assert [(gap.sentence, gap.anchor) for gap in gaps(no_council, TODAY)] == [
        ("Choose the council that you tell of the child.", "id_safeguarding-council"),
        ("Give the council’s telephone number.", "id_safeguarding-council_phone"),
        ("Give the council’s e-mail address.", "id_safeguarding-council_email"),
    ]


def test_without_a_name_no_text_of_ours_is_missed() -> None:
    full = full_dossier(Route.NOTIFY_ANONYMOUS)
    no_texts = with_row(full, "account", how_it_began="", work="", conditions="", treatment="", control="")

    assert gaps(with_row(no_texts, "safety", town="", region=""), TODAY) == []
