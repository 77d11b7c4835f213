"""Several of our texts in one of their boxes, each under who said it; and the files."""

from dataclasses import replace

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.dossier import dossier_of
from referrals.enums import FileState, Route
from referrals.home_office.rules import NOTHING, Answer
from tests.home_office.factories import NOW, add_file, complete_case
from tests.home_office.reading import changed, empty_dossier, full_dossier, read, with_row
from victims.enums import Answer as OurAnswer
from victims.enums import Gap, IdentifierKind

pytestmark = pytest.mark.django_db

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
    full = with_row(full_dossier(), "person", has_home_office_reference=OurAnswer.NO)
    passport = [row for row in full.identifiers if row.kind == IdentifierKind.PASSPORT]

    assert read(full, "pv-ho-reference").codes == ("yes",)
    assert (
        read(full, "pv-ho-reference-type").text == "Home Office reference H1234567, Earlier NRM reference NRM-7654321"
    )
    assert read(replace(full, identifiers=passport), "pv-ho-reference").codes == ("no",)
    assert read(replace(full, identifiers=passport), "pv-ho-reference-type") == NOTHING


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
