"""What is missing, what to look at twice, and by how much."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier, dossier_of
from referrals.enums import FileState, Route
from referrals.home_office.answers import answers_for, read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.readiness import (
    Gap,
    SecondLook,
    gaps,
    gaps_of_the_form,
    kept_back,
    second_looks,
    sections_with_gaps,
)
from referrals.home_office.rules import NOTHING, Answer, is_shown, is_written_anew
from referrals.home_office.sources import SOURCES
from tests.home_office.factories import (
    TODAY,
    add_file,
    changed,
    complete_case,
    empty_dossier,
    full_dossier,
    give_decision,
)
from tests.home_office.test_profile import FORM, REQUIRED
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose, Safe
from victims.enums import Answer as OurAnswer

pytestmark = pytest.mark.django_db

SENT_ON = [Route.CHILD, Route.ADULT, Route.BEST_INTERESTS, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS]


def with_row(dossier: Dossier, row: str, **facts: Any) -> Dossier:
    return replace(dossier, **{row: changed(getattr(dossier, row), **facts)})


def sentences(dossier: Dossier) -> list[str]:
    return [gap.sentence for gap in gaps(dossier, TODAY)]


def looks(dossier: Dossier) -> list[str]:
    return [look.sentence for look in second_looks(dossier, TODAY)]


# Gaps


@pytest.mark.parametrize("route", SENT_ON)
def test_where_everything_is_answered_nothing_is_missing(route: Route) -> None:
    assert gaps(full_dossier(route), TODAY) == []
    assert sections_with_gaps(full_dossier(route), TODAY) == {}


@pytest.mark.parametrize("route", SENT_ON)
def test_each_required_answer_is_missed_by_itself(route: Route) -> None:
    """Of those that the form comes to in a complete case. The label is ours; what is written anew is missed elsewhere."""
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
    assert looks(unsure) == [
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


# Limits

TEXTS = {
    "how-did-the-exploitation-start": ("account", "how_it_began"),
    "family": ("person", "family"),
    "professional-insight": ("officer_view", "reasons"),
    "pv-name-first-name": ("person", "given_names"),
    "future-exploitation-reasons": ("safety", "fears_more_note"),
}
HEADINGS = {"professional-insight": "The referrer’s view:\n"}


def test_a_text_may_have_fifteen_thousand_characters_and_no_more() -> None:
    for question_id, (row, column) in TEXTS.items():
        room = 15_000 - len(HEADINGS.get(question_id, "").replace("\n", "\r\n"))
        full = with_row(full_dossier(), row, **{column: "x" * room})
        over = with_row(full_dossier(), row, **{column: "x" * (room + 1)})

        assert gaps(full, TODAY) == []
        (gap,) = gaps(over, TODAY)
        assert (gap.question_id, gap.anchor) == (question_id, f"id_{row}-{column}")
        assert gap.sentence.endswith("it has 15,001 characters, and the form takes 15,000.")


def test_what_is_joined_is_counted_together() -> None:
    halves = with_row(full_dossier(), "account", treatment="x" * 7_500, control="x" * 7_500)

    (gap,) = gaps(halves, TODAY)

    assert gap.question_id == "how-they-were-treated"
    assert "it has 15,031 characters" in gap.sentence


def test_whose_number_it_is_may_have_250_characters() -> None:
    full = full_dossier()

    def with_whose(whose: str) -> Dossier:
        contacts = {channel: row for channel, row in full.contacts.items() if channel != "call"}
        contacts["other_number"] = changed(contacts["other_number"], whose=whose)
        return replace(full, contacts=contacts)

    assert gaps(with_whose("x" * 250), TODAY) == []
    assert [gap.anchor for gap in gaps(with_whose("x" * 251), TODAY)] == ["id_contacts-other_number-whose"]


@pytest.mark.parametrize(
    ("row", "facts", "anchor"),
    [
        ("referrer", {"deputy_email": "nobody"}, "id_referrer-deputy_email"),
        ("referrer", {"organisation": "no-such-code"}, "id_referrer-organisation"),
        ("safety", {"town": "no-such-code"}, "id_safety-town"),
        ("safety", {"region": "no-such-code"}, "id_safety-region"),
        ("police_matters", {"crime_force": "no-such-code"}, "id_police_matters-crime_force"),
        ("person", {"nationalities": ["no-such-code"]}, "id_person-nationalities_1"),
        ("person", {"born_on": PartialDate(2026, 12, 1), "age_now": AgeGroup.ADULT}, "id_person-born_on"),
    ],
)
def test_what_the_form_would_refuse_is_a_gap(row: str, facts: dict[str, Any], anchor: str) -> None:
    found = {gap.anchor for gap in gaps(with_row(full_dossier(), row, **facts), TODAY)}

    assert anchor in found


def test_what_cannot_be_a_number_or_an_address_is_a_gap() -> None:
    full = full_dossier()
    call, email = full.contacts["call"], full.contacts["email"]
    wrong = {**full.contacts, "call": changed(call, value="ask him"), "email": changed(email, value="ask him")}

    assert [gap.anchor for gap in gaps(replace(full, contacts=wrong), TODAY)] == [
        "id_contacts-call-value",
        "id_contacts-email-value",
    ]


def test_a_file_that_nobody_described_is_a_gap() -> None:
    full = full_dossier()
    (file, *others) = full.files

    assert gaps(replace(full, files=[changed(file, description=""), *others]), TODAY) == [
        Gap("Say of each file what it is.", "files", "files", "what-evidence-you-will-submit")
    ]


def test_unsafe_ways_to_reach_them_are_as_good_as_none() -> None:
    full = full_dossier()
    unsafe = {channel: changed(row, safe=Safe.UNKNOWN) for channel, row in full.contacts.items()}
    case = with_row(replace(full, contacts=unsafe), "decision_recipient", no_phone_reason="")

    assert [gap.question_id for gap in gaps(case, TODAY)] == ["pv-phone-number", "pv-contact-details"]


# Second looks


@pytest.mark.parametrize("route", [Route.CHILD, Route.ADULT, Route.NOTIFY_ANONYMOUS])
def test_a_complete_case_needs_no_second_look(route: Route) -> None:
    assert second_looks(full_dossier(route), TODAY) == []


def test_somebody_born_in_1980_and_called_a_child_is_looked_at_twice() -> None:
    case = with_row(full_dossier(Route.CHILD), "person", born_on=PartialDate(1980, 3, 9))

    assert second_looks(case, TODAY) == [
        SecondLook(
            "The date of birth makes them 18 or over, but you chose under 18. "
            "Until one is put right they count as a child.",
            "person",
            "id_person-born_on",
        )
    ]


def test_an_adult_whose_date_of_birth_leaves_room_for_a_child_is_looked_at_twice() -> None:
    case = with_row(replace(full_dossier(), age_track=[]), "person", born_on=PartialDate(2008))

    assert case.routing(TODAY).route == Route.CHILD
    assert looks(case)[0].startswith("The date of birth leaves room for under 18")


def test_answers_that_contradict_each_other_are_looked_at_twice() -> None:
    full = full_dossier()
    table = [
        ("signs_noticed", {"none_seen": True}, "signs", "id_signs_noticed-none_seen"),
        ("account", {"several_situations": OurAnswer.NO}, "exploitation", "id_account-several_situations"),
        ("safeguarding", {"others_involved": OurAnswer.NO}, "safeguarding", "id_safeguarding-others_involved"),
    ]

    for row, facts, section, anchor in table:
        (look,) = second_looks(with_row(full, row, **facts), TODAY)
        assert (look.section, look.anchor) == (section, anchor)


def test_traps_are_looked_at_twice() -> None:
    full = full_dossier()
    table = [
        ("safety", {"last_contact_note": "He rang.then left"}, "something like word.word"),
        ("police_matters", {"existing_help": "See force.example"}, "something like word.word"),
        ("account", {"how_it_began": "By [name] in 2020"}, "changes < > [ ] | ~ without a word"),
    ]

    for row, facts, words in table:
        (look,) = looks(with_row(full, row, **facts))
        assert words in look
    films = changed(full.contacts["call"], value="07700 900123")
    (look,) = looks(replace(full, contacts={**full.contacts, "call": films}))
    assert "kept for films and tests" in look


def test_more_than_99_files_are_looked_at_twice() -> None:
    full = full_dossier()
    file = full.files[0]

    assert looks(replace(full, files=[file] * 99)) == []
    assert looks(replace(full, files=[file] * 100)) == [
        "Choose which files go: there are 100, and the form really takes 99."
    ]


def test_a_file_that_is_still_being_checked_is_looked_at_twice() -> None:
    referral = complete_case()
    add_file(referral, "waiting.pdf", state=FileState.WAITING)

    assert looks(dossier_of(referral)) == [
        "Some files are still being checked for viruses. They cannot go with the referral yet."
    ]


def test_a_notification_takes_no_files_so_none_is_looked_at() -> None:
    full = full_dossier(Route.NOTIFY_ANONYMOUS)

    assert looks(replace(full, files=[full.files[0]] * 100)) == []


def test_names_of_suspects_on_a_notification_are_looked_at_twice() -> None:
    assert [look.anchor for look in second_looks(full_dossier(Route.NOTIFY_NAMED), TODAY)] == ["suspects"]


# Kept, and not sent


def test_a_box_that_answers_two_of_their_questions_is_not_kept_back_when_one_is_asked() -> None:
    reported = with_row(full_dossier(), "account", reported_before=OurAnswer.YES)
    labels = {kept.label for kept in kept_back(reported, TODAY)}

    assert "The earlier report, if there was one, and its references" not in labels
    assert "Why it was not reported earlier, in your judgement" in labels


def test_on_an_empty_case_nothing_is_kept_back() -> None:
    assert kept_back(empty_dossier(), TODAY) == []


def test_a_changed_mind_is_the_only_decision_that_counts() -> None:
    referral = complete_case()
    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.WITHDRAWN, by=referral)
    case = dossier_of(referral)

    assert case.routing(TODAY + timedelta(days=1)).route == Route.NOTIFY_ANONYMOUS
    assert read_all(facts_of(case, TODAY))["pv-want-to-submit-nrm"] == Answer(codes=("no",))
