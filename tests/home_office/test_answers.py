"""Our answers in their wording: joined, chosen, or said not to fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agencies.enums import ListName, Nation
from agencies.models import ListedValue
from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier, dossier_of
from referrals.enums import FileState, PlaceRole, Route, SafeguardingState
from referrals.home_office.answers import answers_for, by_page, read_all
from referrals.home_office.facts import Facts, facts_of
from referrals.home_office.labels import Labels
from referrals.home_office.rules import NOTHING, Answer
from tests.factories import AgencyFactory
from tests.home_office.factories import (
    COUNTRIES,
    NOW,
    TODAY,
    TOWNS,
    add_file,
    changed,
    complete_case,
    empty_dossier,
    full_dossier,
    give_decision,
)
from victims.enums import (
    Answer as OurAnswer,
)
from victims.enums import (
    BestInterestsDecision,
    Channel,
    ConsentDecision,
    ConsentPurpose,
    Gap,
    Gender,
    IdentifierKind,
    NameOrder,
    Safe,
)

pytestmark = pytest.mark.django_db

YES, NO, NOT_SURE = OurAnswer.YES, OurAnswer.NO, OurAnswer.NOT_SURE
ONLY_YES_OR_NO = Answer(misfit="Our answer is Not sure, and the form takes only Yes or No.")


def read(dossier: Dossier, question_id: str) -> Answer:
    return read_all(facts_of(dossier, TODAY))[question_id]


def with_row(dossier: Dossier, row: str, **facts: Any) -> Dossier:
    return replace(dossier, **{row: changed(getattr(dossier, row), **facts)})


# Choosing

YES_OR_NO = {
    "were-they-taken-somewhere-by-their-exploiter": ("account", "was_moved"),
    "still-in-exploitative-situation": ("safety", "still_exploited"),
    "evidence-of-dishonesty": ("officer_view", "doubts"),
    "are-others-involved": ("safeguarding", "others_involved"),
    "exploiters-location": ("encounter", "suspects_whereabouts_known"),
    "are-exploiters-in-the-uk": ("encounter", "suspects_in_uk"),
    "future-exploitation-concerns": ("safety", "fears_more"),
    "reported-to-police": ("police_matters", "has_crime_reference"),
    "does-pv-need-support": ("support_wish", "wants_support"),
    "does-pv-have-children": ("person", "has_children"),
    "pv-interpreter-requirements": ("person", "needs_interpreter"),
    "pv-other-help-with-communication": ("person", "needs_communication_help"),
}
YES_NO_OR_NOT_SURE = {
    "pv-under-age-at-time-of-exploitation": ("person", "was_child_then", "not-sure"),
    "potential-victim-exploitative-situation-multiple": ("account", "several_situations", "i-dont-know"),
    "is-this-the-first-chance-to-report": ("account", "reported_before", "not-sure"),
    "any-other-pvs": ("encounter", "others_involved", "not-sure"),
}


def test_yes_and_no_are_theirs_and_not_sure_has_no_place() -> None:
    full = full_dossier()

    for question_id, (row, column) in YES_OR_NO.items():
        assert read(with_row(full, row, **{column: YES}), question_id) == Answer(codes=("yes",))
        assert read(with_row(full, row, **{column: NO}), question_id) == Answer(codes=("no",))
        assert read(with_row(full, row, **{column: NOT_SURE}), question_id) == ONLY_YES_OR_NO


def test_not_sure_is_chosen_where_the_form_offers_it() -> None:
    full = full_dossier()

    for question_id, (row, column, code) in YES_NO_OR_NOT_SURE.items():
        assert read(with_row(full, row, **{column: YES}), question_id) == Answer(codes=("yes",))
        assert read(with_row(full, row, **{column: NO}), question_id) == Answer(codes=("no",))
        assert read(with_row(full, row, **{column: NOT_SURE}), question_id) == Answer(codes=(code,))


def test_whether_signs_were_noticed_follows_from_the_signs() -> None:
    full = full_dossier()
    noticed = full.signs_noticed
    none = replace(full, observations=[])
    table = [
        (full, NO, False, Answer(codes=("yes",))),
        (none, YES, False, Answer(codes=("yes",))),
        (none, NO, False, Answer(codes=("no",))),
        (none, "", True, Answer(codes=("no",))),
        (none, NOT_SURE, False, ONLY_YES_OR_NO),
        (none, "", False, NOTHING),
    ]

    for dossier, any_seen, none_seen, expected in table:
        row = changed(noticed, any_seen=any_seen, none_seen=none_seen)
        assert read(replace(dossier, signs_noticed=row), "modern-slavery-indicators") == expected


def test_whoever_was_told_is_involved_unless_somebody_said_otherwise() -> None:
    full = full_dossier()
    (step, *_) = full.safeguarding_steps
    unavailable = [changed(step, state=SafeguardingState.UNAVAILABLE)]
    table = [
        (full.safeguarding_steps, "", Answer(codes=("yes",))),
        (full.safeguarding_steps, NO, Answer(codes=("no",))),
        (unavailable, "", NOTHING),
        ([], "", NOTHING),
    ]

    for steps, said, expected in table:
        dossier = replace(with_row(full, "safeguarding", others_involved=said), safeguarding_steps=steps)
        assert read(dossier, "are-others-involved") == expected


@pytest.mark.parametrize(
    ("gender", "expected"),
    [
        (Gender.FEMALE, Answer(codes=("female",))),
        (Gender.MALE, Answer(codes=("male",))),
        (Gender.NEITHER, Answer(codes=("unknown",))),
        (Gender.NOT_KNOWN, Answer(misfit="Our answer is Not known, and the form has no place for that.")),
        (
            Gender.DECLINED,
            Answer(misfit="Our answer is They would rather not say, and the form has no place for that."),
        ),
        ("", NOTHING),
    ],
)
def test_gender(gender: str, expected: Answer) -> None:
    assert read(with_row(empty_dossier(), "person", gender=gender), "pv-gender") == expected


@pytest.mark.parametrize(
    ("nation", "expected"),
    [
        (Nation.ENGLAND, Answer(codes=("england",))),
        (Nation.WALES, Answer(codes=("wales",))),
        (Nation.SCOTLAND, Answer(codes=("scotland",))),
        (Nation.NORTHERN_IRELAND, Answer(codes=("northern-ireland",))),
        (
            Nation.UNITED_KINGDOM,
            Answer(misfit="Our answer is all of the United Kingdom, and the form takes one nation."),
        ),
        ("", NOTHING),
    ],
)
def test_nation(nation: str, expected: Answer) -> None:
    assert read(with_row(empty_dossier(), "referrer", nation=nation), "fr-location") == expected


# Lists

OURS_ALONE = {
    ListName.FIRST_RESPONDERS: "cumberland-council",
    ListName.COUNCILS: "cumberland-council",
    ListName.NATIONALITIES: "XXA",
    ListName.COUNTRIES: "HKG",
}


def test_every_value_of_every_list_is_written_as_the_form_writes_it() -> None:
    values = list(ListedValue.objects.all())
    facts = Facts(empty_dossier(), TODAY, Labels(values))
    used = set(ListName) - {ListName.LANGUAGES, ListName.ETHNICITIES}

    for value in values:
        found = facts.listed(ListName(value.list_name), value.code)
        if value.home_office_label:
            assert found == Answer(text=value.home_office_label)
        elif value.list_name in used:
            assert found == Answer(misfit=f"Our answer is {value.label}, and the form does not offer it.")


LISTED: dict[str, tuple[ListName, Callable[[Dossier, str], Dossier]]] = {
    "user-organisation": (ListName.FIRST_RESPONDERS, lambda d, code: with_row(d, "referrer", organisation=code)),
    "local-authority-contacted-about-child-local-authority-name": (
        ListName.COUNCILS,
        lambda d, code: with_row(d, "safeguarding", council=code),
    ),
    "where-exploitation-happened-uk-city-1": (
        ListName.TOWNS,
        lambda d, code: replace(d, places=[changed(d.places[0], town=code, country="")]),
    ),
    "where-exploitation-happened-overseas-country-1": (
        ListName.COUNTRIES,
        lambda d, code: replace(d, places=[changed(d.places[0], town="", country=code)]),
    ),
    "current-pv-location-uk-city": (ListName.TOWNS, lambda d, code: with_row(d, "safety", town=code)),
    "current-pv-location-uk-region": (ListName.REGIONS, lambda d, code: with_row(d, "safety", region=code)),
    "reported-to-police-police-forces": (
        ListName.FORCES,
        lambda d, code: with_row(d, "police_matters", crime_force=code),
    ),
    "pv-nationality": (ListName.NATIONALITIES, lambda d, code: with_row(d, "person", nationalities=[code])),
    "pv-nationality-second": (
        ListName.NATIONALITIES,
        lambda d, code: with_row(d, "person", nationalities=["ALB", code]),
    ),
}


def test_what_no_list_has_is_to_be_chosen_again_and_what_is_ours_alone_does_not_fit() -> None:
    full = full_dossier()

    for question_id, (list_name, with_code) in LISTED.items():
        wrong = read(with_code(full, "no-such-code"), question_id)
        assert wrong.fault.endswith("Choose it from the list.")
        assert not wrong.is_given
        assert not wrong.misfit
        if list_name in OURS_ALONE:
            assert read(with_code(full, OURS_ALONE[list_name]), question_id).misfit.endswith("does not offer it.")


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (Gap.NOT_KNOWN, Answer(text="Unknown")),
        (Gap.NOT_ASKED, Answer(text="Unknown", misfit="Our answer is Not asked, and the form knows only Unknown.")),
        (
            Gap.DECLINED,
            Answer(text="Unknown", misfit="Our answer is They would rather not say, and the form knows only Unknown."),
        ),
        ("", NOTHING),
    ],
)
def test_no_nationality_is_unknown_there(gap: str, expected: Answer) -> None:
    assert read(with_row(empty_dossier(), "person", nationality_gap=gap), "pv-nationality") == expected


def test_a_third_nationality_does_not_fit() -> None:
    three = with_row(empty_dossier(), "person", nationalities=["ALB", "ROU", "ERI"])

    assert read(three, "pv-nationality") == Answer(text="Albanian")
    assert read(three, "pv-nationality-second") == Answer(
        text="Romanian", misfit="We hold more than two nationalities, and the form takes two."
    )


def test_languages_are_free_text_there_so_ours_all_fit() -> None:
    person = {"languages": ["sqi", "und"], "dialect": "Gheg", "interpreter_gender": "male"}

    assert read(with_row(empty_dossier(), "person", **person), "pv-interpreter-requirements-language") == (
        Answer(text="Albanian, Not known, dialect Gheg, prefers a man as interpreter")
    )


def test_a_concern_goes_under_the_organisation_that_took_it_on() -> None:
    charity, force = AgencyFactory(is_first_responder=False), AgencyFactory(code="west-mercia-police")
    concern = dossier_of(complete_case(agency=charity, force=force, is_concern=True))
    adopted = replace(concern, referral=changed(concern.referral, adopted_at=NOW))

    assert read(concern, "user-organisation").misfit == (
        "Whoever takes this on as a first responder names their organisation."
    )
    assert read(with_row(adopted, "referrer", organisation=""), "user-organisation") == Answer("West Mercia Police")


# Texts

GAPPED = {
    "birthplace": ("person", "birthplace"),
    "family": ("person", "family"),
    "education": ("person", "education"),
    "employment-history": ("person", "work_before"),
    "when-did-the-exploitation-take-place": ("account", "when_in_words"),
    "when-did-the-exploitation-take-place-multiple": ("account", "when_in_words"),
    "how-did-the-exploitation-start": ("account", "how_it_began"),
    "what-were-they-required-to-do": ("account", "work"),
    "living-conditions": ("account", "conditions"),
    "how-they-were-treated": ("account", "treatment"),
    "what-is-keeping-them-in-situation": ("safety", "held_by"),
    "how-why-did-they-leave-the-situation": ("safety", "how_they_left"),
    "why-report-now": ("account", "why_now"),
    "where-how-interview-carried-out": ("interview", "circumstances"),
}


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        (Gap.NOT_KNOWN, "Not known."),
        (Gap.NOT_ASKED, "Not asked."),
        (Gap.DECLINED, "They would rather not say."),
    ],
)
def test_why_there_is_no_answer_is_an_answer(gap: Gap, sentence: str) -> None:
    empty = empty_dossier()

    for question_id, (row, column) in GAPPED.items():
        assert read(with_row(empty, row, **{f"{column}_gap": gap}), question_id) == Answer(text=sentence)
    assert read(with_row(empty, "encounter", suspects_gap=gap), "who-exploited-pv") == Answer(text=sentence)


def test_treatment_and_control_share_a_box() -> None:
    assert read(full_dossier(), "how-they-were-treated").text == (
        "(account treatment)\n\nHow they were controlled:\n(account control)"
    )


def test_when_it_happened_is_told_in_words_and_for_each_situation() -> None:
    full = full_dossier()

    assert read(full, "when-did-the-exploitation-take-place-multiple").text == (
        "(account when in words)\n\n"
        "Situation 1:\n"
        "Made to work for nothing, or nearly nothing; Wages taken by force, or by control of their account. "
        "From 2023 to March 2024. Not connected with county lines. (situation 1 note).\n\n"
        "Situation 2:\n"
        "Made to commit crime, such as cannabis, drug supply or begging; Something else. (situation 2 other kind). "
        "From June 2024 to 22 November 2026. Connected with county lines. (situation 2 note)."
    )
    assert read(full, "other-exploitation-details").text == "(situation 2 other kind)."


@pytest.mark.parametrize(
    ("began", "ended", "expected"),
    [
        (PartialDate(2023), None, "Situation 1:\nFrom 2023."),
        (None, PartialDate(2024, 5), "Situation 1:\nUntil May 2024."),
        (None, None, ""),
    ],
)
def test_a_situation_without_a_date_does_not_say_when(
    began: PartialDate | None, ended: PartialDate | None, expected: str
) -> None:
    full = full_dossier()
    row = changed(full.situations[0], kinds=[], is_county_lines="", note="", began_on=began, ended_on=ended)
    dossier = replace(with_row(full, "account", when_in_words=""), situations=[row])

    found = read(dossier, "when-did-the-exploitation-take-place")

    assert found.text == expected
    assert bool(found.fault) == (not expected)


def test_signs_are_told_one_by_one_with_how_each_is_known() -> None:
    assert read(full_dossier(), "modern-slavery-indicators-details").text == (
        "How they seem:\n"
        "- Fearful or anxious (seen): (observation G05 words). (observation G05 seen by), November 2026.\n\n"
        "Documents and travel:\n"
        "- Someone else holds their documents (told by the person): (observation G13 words). "
        "(observation G13 seen by), November 2026.\n\n"
        "Work and pay:\n"
        "- No access to their own money (told by somebody else): (observation G26 words). "
        "(observation G26 seen by), November 2026.\n\n"
        "(signs noticed note)\n\n"
        "Noticed by:\n(signs noticed noticed by), 22 November 2026"
    )


def test_a_sign_may_be_told_in_a_few_words() -> None:
    full = full_dossier()
    bare = changed(full.observations[0], known_by="", words="", seen_by="", seen_on=None)
    noticed = changed(full.signs_noticed, note="", noticed_by="", noticed_on=None)

    assert read(
        replace(full, observations=[bare], signs_noticed=noticed), "modern-slavery-indicators-details"
    ).text == ("How they seem:\n- Fearful or anxious.")


def test_their_words_and_the_referrers_view_stand_apart_under_who_said_them() -> None:
    full = full_dossier()
    meeting, view = read(full, "where-how-interview-carried-out").text, read(full, "professional-insight").text

    assert meeting == (
        "(interview circumstances)\n\n"
        "Spoken with alone: Yes\nWho was there: (interview who was there)\nAppropriate adult: No\n"
        "Through an interpreter: Yes\nInterpreter: (interview interpreter)\nStopped early: No\n\n"
        "How they were found:\n22 November 2026\n\n(encounter found how)\n\n"
        "What the person said, in their own words, in Albanian, through an interpreter:\n(own words words)"
    )
    assert view == "The referrer’s view:\n(officer view reasons)"


def test_what_they_said_does_not_stand_in_for_how_they_were_spoken_with() -> None:
    found = read(with_row(full_dossier(), "interview", circumstances=""), "where-how-interview-carried-out")

    assert found.fault == "Say how and where you spoke with them, or choose Not known or Not asked."
    assert "(own words words)" in found.text


def test_suspects_are_described_row_by_row() -> None:
    full = full_dossier()
    one = replace(full, suspects=full.suspects[:1])

    assert read(one, "who-exploited-pv").text == (
        "Suspect 1:\nName: (suspect 1 name)\nNickname: (suspect 1 nickname)\nContact: (suspect 1 contact)\n"
        "Description: (suspect 1 description)\nRelationship to the person: (suspect 1 relationship)\n"
        "May be a victim as well: No\n\n(encounter suspects note)"
    )


def test_a_notification_leaves_out_who_the_suspects_are_and_says_so() -> None:
    named = full_dossier(Route.NOTIFY_NAMED)
    found = read(named, "who-exploited-pv")

    assert "(suspect 1 description)" in found.text
    for left_out in ("(suspect 1 name)", "(suspect 2 nickname)", "(suspect 1 contact)"):
        assert left_out not in found.text
    assert found.misfit.startswith("Names of suspects, and how to reach them, are left out")


def test_whom_we_told_is_part_of_who_is_involved() -> None:
    full = full_dossier()
    (step, *_) = full.safeguarding_steps
    bare = changed(step, state="", agency="", contact="", on=None, reference="", note="")

    assert read(replace(full, safeguarding_steps=[step, bare]), "are-others-involved-details").text == (
        "(safeguarding others note)\n\n"
        "Told, or asked for help:\n"
        "- Council, children's services: done, (safeguarding step council_children agency), "
        "(safeguarding step council_children contact), 22 November 2026, "
        "reference (safeguarding step council_children reference). (safeguarding step council_children note).\n"
        "- Council, children's services."
    )


def test_a_crime_and_an_incident_number_share_a_box() -> None:
    assert read(full_dossier(), "reported-to-police-crime-reference").text == (
        "22/98765/26, incident (police matters incident reference)"
    )


def test_only_numbers_of_the_home_office_are_its_references() -> None:
    full = with_row(full_dossier(), "person", has_home_office_reference=NO)
    passport = [row for row in full.identifiers if row.kind == IdentifierKind.PASSPORT]

    assert read(full, "pv-ho-reference").codes == ("yes",)
    assert (
        read(full, "pv-ho-reference-type").text == "Home Office reference H1234567, Earlier NRM reference NRM-7654321"
    )
    assert read(replace(full, identifiers=passport), "pv-ho-reference").codes == ("no",)
    assert read(replace(full, identifiers=passport), "pv-ho-reference-type") == NOTHING


# Names and dates


@pytest.mark.parametrize(
    ("facts", "first", "last"),
    [
        ({"given_names": "Ana", "family_name": "Popa"}, Answer("Ana"), Answer("Popa")),
        ({"given_names": "Ana"}, Answer("Ana"), NOTHING),
        ({}, NOTHING, NOTHING),
        ({"name_is_unknown": True}, "not known", "not known"),
        ({"given_names": "Ana", "name_is_unknown": True}, Answer("Ana"), "not known"),
        ({"given_names": "Suharto", "name_order": NameOrder.SINGLE}, Answer("Suharto"), "one name"),
        ({"family_name": "Suharto", "name_order": NameOrder.SINGLE}, Answer("Suharto"), "one name"),
        ({"given_names": "A", "family_name": "B", "name_order": NameOrder.SINGLE}, Answer("A"), Answer("B")),
    ],
)
def test_names(facts: dict[str, Any], first: Answer | str, last: Answer | str) -> None:
    misfits = {
        "not known": Answer(misfit="We do not know it, and the form has no place for that."),
        "one name": Answer(misfit="They have one name only, and the form wants a first and a last name."),
    }
    dossier = with_row(empty_dossier(), "person", **facts)

    assert read(dossier, "pv-name-first-name") == misfits.get(str(first), first)
    assert read(dossier, "pv-name-last-name") == misfits.get(str(last), last)


def test_other_names_go_with_the_nickname() -> None:
    assert read(full_dossier(), "pv-name-nickname").text == "Blerta, Mira Hoxha, Maria Kelmendi"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (PartialDate(1995, 5, 17), Answer("17 May 1995")),
        (
            PartialDate(1995),
            Answer(misfit="We know only 1995, and the form takes only a whole date. Leave it empty there."),
        ),
        (
            PartialDate(1995, 5),
            Answer(misfit="We know only May 1995, and the form takes only a whole date. Leave it empty there."),
        ),
        (PartialDate(2026, 11, 24), Answer(fault="Correct the date of birth: it has not come yet.")),
        (PartialDate(2026, 11, 23), Answer("23 November 2026")),
        (None, NOTHING),
    ],
)
def test_only_a_whole_date_of_birth_fits(born: PartialDate | None, expected: Answer) -> None:
    assert read(with_row(empty_dossier(), "person", born_on=born), "pv-dob") == expected


# Places


def test_an_eleventh_town_does_not_fit_and_is_told_in_words() -> None:
    full = full_dossier()
    places = [changed(full.uk_places[0], town=town, detail="") for town in TOWNS]
    dossier = with_row(replace(full, places=places), "encounter", uk_places_note="")

    tenth = read(dossier, "where-exploitation-happened-uk-city-10")

    assert tenth.text == "Leominster"
    assert tenth.misfit == (
        "We hold more than 10, and the form takes 10. The others are named in the box for other places."
    )
    assert read(dossier, "where-exploitation-happened-other-uk-other-location").text == (
        "Where they were exploited: Bridgnorth."
    )
    assert not read(replace(dossier, places=places[:10]), "where-exploitation-happened-uk-city-10").misfit


def test_ten_countries_fit_and_each_is_written_once() -> None:
    full = full_dossier()
    row = full.overseas_places[1]
    dossier = replace(full, places=[changed(row, country=country) for country in COUNTRIES for _ in range(2)])

    found = [read(dossier, f"where-exploitation-happened-overseas-country-{n}") for n in range(1, 11)]

    assert [answer.text for answer in found] == [
        "Albania", "Eritrea", "France", "Romania", "Vietnam", "Afghanistan", "Algeria", "Italy", "Spain", "Germany",
    ]  # fmt: skip
    assert not any(answer.misfit for answer in found)


@pytest.mark.parametrize(
    ("roles", "notes", "expected"),
    [
        ({"redditch": PlaceRole.EXPLOITED}, {}, Answer(codes=("uk",))),
        ({"ALB": PlaceRole.EXPLOITED}, {}, Answer(codes=("overseas",))),
        ({"redditch": PlaceRole.EXPLOITED, "ALB": PlaceRole.EXPLOITED}, {}, Answer(codes=("uk-and-overseas",))),
        ({"redditch": PlaceRole.EXPLOITED, "ALB": PlaceRole.RECRUITED}, {}, Answer(codes=("uk",))),
        ({"redditch": ""}, {}, Answer(codes=("uk",))),
        ({"redditch": PlaceRole.FOUND}, {}, NOTHING),
        ({}, {"uk_places_note": "a farm"}, Answer(codes=("uk",))),
        ({}, {"overseas_places_note": "a farm"}, Answer(codes=("overseas",))),
        ({}, {}, NOTHING),
    ],
)
def test_where_it_happened_follows_from_the_places_of_exploitation(
    roles: dict[str, str], notes: dict[str, str], expected: Answer
) -> None:
    full = full_dossier()
    no_notes = {"uk_places_note": "", "overseas_places_note": ""}
    places = [
        changed(
            full.places[0], role=role, town="" if where == "ALB" else where, country=where if where == "ALB" else ""
        )
        for where, role in roles.items()
    ]
    dossier = with_row(replace(full, places=places), "encounter", **{**no_notes, **notes})

    assert read(dossier, "where-exploitation-happened") == expected


# Contact


@pytest.mark.parametrize("safe", [Safe.NO, Safe.UNKNOWN])
def test_what_is_not_known_to_be_safe_leaves_nobodys_hands(safe: Safe) -> None:
    full = full_dossier()
    unsafe = replace(full, contacts={channel: changed(row, safe=safe) for channel, row in full.contacts.items()})
    answers = read_all(facts_of(unsafe, TODAY))
    about_contact = [
        question_id
        for question_id in answers
        if question_id.startswith(("pv-contact", "pv-phone-number-", "alternative-number"))
    ]

    assert len(about_contact) == 11
    assert all(answers[question_id] == NOTHING for question_id in about_contact)
    assert answers["pv-phone-number"].codes == ("no",)


def test_their_own_number_comes_before_another() -> None:
    full = full_dossier()
    no_reason = with_row(full, "decision_recipient", no_phone_reason="")
    without = {channel: row for channel, row in full.contacts.items() if channel != Channel.CALL}
    neither = {channel: row for channel, row in without.items() if channel != Channel.OTHER_NUMBER}

    assert read(full, "pv-phone-number").codes == ("yes",)
    assert read(replace(full, contacts=without), "pv-phone-number").codes == ("pv-alternative-number",)
    assert read(replace(full, contacts=neither), "pv-phone-number").codes == ("no",)
    assert read(replace(no_reason, contacts=neither), "pv-phone-number") == NOTHING


def test_they_are_written_to_by_whichever_way_is_safe() -> None:
    full = full_dossier()
    table = [
        ({Channel.EMAIL, Channel.POST}, ("email", "post")),
        ({Channel.EMAIL}, ("email",)),
        ({Channel.POST}, ("post",)),
    ]

    for channels, codes in table:
        dossier = replace(full, contacts={channel: full.contacts[channel] for channel in channels})
        assert read(dossier, "pv-contact-details").codes == codes
    assert read(full, "someone-else").codes == ("email", "post")
    assert read(with_row(full, "decision_recipient", has_permission=False), "someone-else-permission-check") == NOTHING


# Consent


def decided(route: Route, **decisions: ConsentDecision | None) -> Dossier:
    """On a route, with these decisions instead, by purpose."""
    full = full_dossier(route)
    model = full_dossier().consents[0]
    others = [record for record in full.consents if record.purpose not in decisions]
    made = [changed(model, purpose=purpose, decision=said) for purpose, said in decisions.items() if said]
    return replace(full, consents=[*others, *made])


GIVEN, DECLINED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.DECLINED, ConsentDecision.WITHDRAWN
UNDECIDED = set(ConsentDecision) - {GIVEN, DECLINED, WITHDRAWN}
# (route, what they decided about helping, what to choose, whether something has no place)
HELPING = [
    *((route, GIVEN, ("yes",), False) for route in (Route.CHILD, Route.ADULT, Route.BEST_INTERESTS)),
    *((route, DECLINED, ("no",), False) for route in (Route.CHILD, Route.ADULT, Route.BEST_INTERESTS)),
    *((route, WITHDRAWN, ("no",), False) for route in (Route.CHILD, Route.ADULT)),
    *((route, decision, (), True) for route in (Route.CHILD, Route.ADULT) for decision in UNDECIDED),
    (Route.NOTIFY_NAMED, GIVEN, ("yes",), False),
    *((Route.NOTIFY_NAMED, decision, ("no",), True) for decision in set(ConsentDecision) - {GIVEN}),
    (Route.NOTIFY_ANONYMOUS, DECLINED, ("no",), False),
    (Route.NOTIFY_ANONYMOUS, WITHDRAWN, ("no",), False),
    *((Route.NOTIFY_ANONYMOUS, decision, ("no",), True) for decision in {GIVEN} | UNDECIDED),
    *((route, None, (), False) for route in (Route.CHILD, Route.ADULT, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS)),
]


def test_helping_an_investigation_never_puts_a_name_on_what_was_to_have_none() -> None:
    for route, decision, codes, is_misfit in HELPING:
        found = read(decided(route, police=decision), "authorities-cooperation")
        assert (found.codes, bool(found.misfit)) == (codes, is_misfit), (route, decision)


def test_willing_to_help_but_not_named_is_no_with_an_explanation() -> None:
    found = read(decided(Route.NOTIFY_ANONYMOUS, police=GIVEN), "authorities-cooperation")

    assert found == Answer(
        codes=("no",),
        misfit="They are willing to help, but did not agree to have their name on it. "
        "Yes would ask for their name, so choose No, and explain it in the text.",
    )


def test_named_but_not_willing_to_help_keeps_the_name_out() -> None:
    case = decided(Route.NOTIFY_NAMED, police=DECLINED)

    asked = {one.question.id for one in answers_for(case, TODAY)}

    assert case.routing(TODAY).route == Route.NOTIFY_NAMED
    assert asked.isdisjoint({"pv-name-first-name", "pv-name-last-name", "pv-contact-details"})
    assert "Mirela" not in "".join(one.shown for one in answers_for(case, TODAY))


REFERRAL = [
    (Route.ADULT, GIVEN, ("yes",), ""),
    (Route.NOTIFY_ANONYMOUS, DECLINED, ("no",), ""),
    (Route.NOTIFY_ANONYMOUS, WITHDRAWN, ("no",), ""),
    (Route.NOTIFY_ANONYMOUS, ConsentDecision.CANNOT_BE_ASKED, ("no",), "They cannot be asked"),
    (Route.NOTIFY_ANONYMOUS, ConsentDecision.CANNOT_BE_TRACED, ("no",), "They cannot be found"),
    (Route.BEST_INTERESTS, ConsentDecision.LACKS_CAPACITY, (), "They did not consent"),
    (Route.WAIT, ConsentDecision.WANTS_TIME, (), ""),
    (Route.UNKNOWN, ConsentDecision.NOT_ASKED, (), ""),
]


@pytest.mark.parametrize(("route", "decision", "codes", "misfit"), REFERRAL)
def test_consent_to_the_referral_is_what_was_recorded(
    route: Route, decision: ConsentDecision, codes: tuple[str, ...], misfit: str
) -> None:
    found = read(decided(route, referral=decision), "pv-want-to-submit-nrm")

    assert found.codes == codes
    assert found.misfit.partition(",")[0].partition(":")[0] == misfit


def test_whoever_is_not_to_be_referred_in_their_best_interests_is_no() -> None:
    case = decided(Route.NOTIFY_ANONYMOUS, referral=ConsentDecision.LACKS_CAPACITY)
    best = changed(case.best_interests, decision=BestInterestsDecision.DO_NOT_REFER)

    found = read(replace(case, best_interests=best), "pv-want-to-submit-nrm")

    assert found.codes == ("no",)
    assert found.misfit.startswith("They lack capacity to decide")


def test_a_decision_in_their_best_interests_is_never_shown_as_consent() -> None:
    (consent,) = [
        one
        for one in answers_for(full_dossier(Route.BEST_INTERESTS), TODAY)
        if one.question.id == "pv-want-to-submit-nrm"
    ]

    assert consent.shown == ""
    assert "They did not consent" in consent.answer.misfit


# Files


def test_only_checked_files_of_a_type_that_they_take_are_among_theirs() -> None:
    referral = complete_case()
    add_file(referral, "letter.docx", dated_on=None, description="")
    add_file(referral, "waiting.pdf", state=FileState.WAITING)
    add_file(referral, "infected.pdf", state=FileState.INFECTED, finding="a virus")
    add_file(referral, "practice.pdf", state=FileState.NOT_SCANNED)
    add_file(referral, "replaced.pdf", superseded_at=NOW, superseded_by=referral.author, superseded_reason="wrong")
    case = dossier_of(referral)

    assert read(case, "upload-file") == Answer(text="passport.pdf\nletter.docx\npractice.pdf", codes=("any",))
    assert read(case, "what-evidence-you-will-submit") == Answer(
        text="passport.pdf: (file passport description). Dated 18 November 2026.\nletter.docx.\n"
        "practice.pdf: (file practice description).",
        fault="Say of each file what it is.",
    )


# The whole


def test_answers_stand_in_the_order_and_on_the_pages_of_the_form() -> None:
    found = answers_for(full_dossier(Route.NOTIFY_NAMED), TODAY)
    pages = by_page(found)

    assert [one.question.id for one in found][:5] == [
        "reference", "user-organisation", "fr-location", "pv-under-age", "pv-under-age-at-time-of-exploitation",
    ]  # fmt: skip
    assert [page.title for page in pages][-5:] == [
        "Why they are not referred", "Gender", "Nationality", "Name", "Writing to them",
    ]  # fmt: skip
    assert [one for page in pages for one in page.answered] == found


def test_what_is_shown_is_in_the_wording_of_the_form() -> None:
    shown = {one.question.id: one.shown for one in answers_for(full_dossier(), TODAY)}

    assert shown["pv-want-to-submit-nrm"] == "Consents; explained"
    assert shown["pv-contact-details"] == "E-mail; Post"
    assert shown["types-of-exploitation-other"] == "Tick"
    assert shown["types-of-exploitation-organs-removed"] == ""
    assert shown["upload-file"] == "passport.pdf"
    assert shown["when-last-contact"] == "Within 1 month"


def test_an_adult_of_whom_no_consent_is_recorded_has_no_answer_about_consent() -> None:
    """Also where a child turned out to be an adult: nothing is inferred from the correction."""
    referral = complete_case(Route.CHILD)
    referral.person.age_now = "adult"
    referral.person.born_on = PartialDate(1995, 5, 17)
    referral.person.save()
    referral.person.age_track.all().delete()
    case = dossier_of(referral)

    assert case.routing(TODAY).route == Route.UNKNOWN
    assert read(case, "pv-want-to-submit-nrm") == NOTHING
    assert "pv-want-to-submit-nrm" not in {one.question.id for one in answers_for(case, TODAY)}


def test_a_child_is_not_asked_for_consent_even_where_some_is_recorded() -> None:
    referral = complete_case(Route.CHILD)
    give_decision(referral.person, ConsentPurpose.REFERRAL, GIVEN, by=referral)

    assert "pv-want-to-submit-nrm" not in {one.question.id for one in answers_for(dossier_of(referral), TODAY)}


def test_age_in_doubt_is_not_sure() -> None:
    full = full_dossier()
    in_doubt = with_row(replace(full, age_track=[]), "person", born_on=PartialDate(2008))

    assert read(in_doubt, "pv-under-age") == Answer(codes=("not-sure",))
    assert read(full, "pv-under-age") == Answer(codes=("no",))
    assert date(2008 + 18, 12, 31) > TODAY
