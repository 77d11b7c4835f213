"""Which of their options, and which value of their lists, our answer is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agencies.enums import ListName, Nation
from agencies.models import ListedValue
from referrals.dossier import Dossier, dossier_of
from referrals.enums import SafeguardingState
from referrals.home_office.facts import Facts
from referrals.home_office.labels import Labels
from referrals.home_office.rules import NOTHING, Answer
from tests.factories import AgencyFactory
from tests.home_office.factories import NOW, TODAY, complete_case
from tests.home_office.reading import changed, empty_dossier, full_dossier, read, with_row
from victims.enums import Answer as OurAnswer
from victims.enums import Gap, Gender

pytestmark = pytest.mark.django_db

YES, NO, NOT_SURE = OurAnswer.YES, OurAnswer.NO, OurAnswer.NOT_SURE
ONLY_YES_OR_NO = Answer(misfit="Our answer is Not sure, and the form takes only Yes or No.")


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
