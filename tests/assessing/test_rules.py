"""The rules of assessing, as complete tables written out by hand."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from referrals.enums import ConsideredMatter, ConsideredOutcome, RiskLevel, Status
from referrals.rules import matters, quality, risk

M, C, R = ConsideredMatter, ConsideredOutcome, RiskLevel
TODAY = date(2026, 11, 25)

# Risk

SIX = ["threat", "harm", "risk", "investigation", "vulnerability", "engagement"]


def test_thrive_has_six_parts_in_the_order_of_the_word() -> None:
    assert [part.name for part in risk.PARTS] == SIX
    assert "".join(part.label[0] for part in risk.PARTS) == "THRIVE"


@pytest.mark.parametrize("part", SIX)
def test_one_part_and_a_reason_are_enough(part: str) -> None:
    assert risk.reason_not_to_assess({part: "x"}, "x") is None
    assert risk.reason_not_to_assess({part: "x"}, " ") == risk.SAY_WHY
    assert risk.reason_not_to_assess({part: " \n"}, "x") == risk.SAY_SOMETHING


def test_what_changed_between_two_assessments_is_told_and_no_more() -> None:
    before = {"threat": "a", "harm": "b", "risk": "c"}
    now = {"threat": "a", "harm": "", "risk": "d", "engagement": "e"}

    told = [(change.part.name, change.before, change.now) for change in risk.changes(before, now)]

    assert told == [("harm", "b", ""), ("risk", "c", "d"), ("engagement", "", "e")]
    assert [change.part.name for change in risk.changes(None, before)] == ["threat", "harm", "risk"]
    assert risk.changes(before, before) == []


LEVELS = [each for each in R if each != R.NOT_ASSESSED]


@pytest.mark.parametrize(("before", "now"), list(product([None, *LEVELS], LEVELS)))
def test_how_the_level_moved_is_said(before: RiskLevel | None, now: RiskLevel) -> None:
    said = risk.step_of_level(before, now)

    assert said == ("" if before is None else "The level stays" if before == now else f"Was {before.label.lower()}")


# The quality check

READ_IN = {Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING}


@pytest.mark.parametrize("status", Status)
def test_it_is_read_before_it_goes_and_never_by_whoever_wrote_it(status: Status) -> None:
    expected = (None, quality.OWN_REFERRAL) if status in READ_IN else (quality.GONE, quality.GONE)

    found = tuple(quality.reason_not_to_check(status, is_own=is_own) for is_own in (False, True))

    assert found == expected


# Whether it can go, how many things are missing, whether a note is given, how many questions: what is said.
FOUND = {
    (True, 0, "", 0): None,
    (True, 0, "x", 0): None,
    (True, 2, "", 0): quality.SAY_WHY_READY,
    (True, 2, " ", 0): quality.SAY_WHY_READY,
    (True, 2, "x", 0): None,
    (True, 0, "", 1): quality.READY_WITH_QUESTIONS,
    (True, 2, "x", 1): quality.READY_WITH_QUESTIONS,
    (False, 0, "", 0): quality.ASK_SOMETHING,
    (False, 2, "x", 0): quality.ASK_SOMETHING,
    (False, 0, "", 1): None,
    (False, 2, "", 3): None,
}


@pytest.mark.parametrize("case", FOUND)
def test_a_finding_is_complete(case: tuple[bool, int, str, int]) -> None:
    is_ready, gaps, note, questions = case

    assert quality.reason_not_to_say(is_ready=is_ready, gaps=gaps, note=note, questions=questions) == FOUND[case]


# Matters

QUIET: dict[str, Any] = {
    "counts_as_child": False,
    "is_forced_crime": False,
    "in_custody": False,
    "section_45": "not_suspected",
    "suspects": 0,
    "needs_interpreter": "no",
    "crime_recorded": False,
}
ALWAYS = {M.INTELLIGENCE, M.MEDICAL}
ORDERS = {M.PREVENTION_ORDER, M.RISK_ORDER}
# What differs from a quiet case: what is asked besides what is always asked.
ASKED: dict[str, tuple[dict[str, Any], set[ConsideredMatter]]] = {
    "a quiet case": ({}, set()),
    "in custody": ({"in_custody": True}, {M.SECTION_45}),
    "made to commit crime": ({"is_forced_crime": True}, {M.SECTION_45}),
    "nobody said whether they are suspected": ({"section_45": ""}, {M.SECTION_45}),
    "whoever referred has thought of it": ({"section_45": "considered"}, {M.SECTION_45}),
    "whoever referred has not yet": ({"section_45": "not_yet"}, {M.SECTION_45}),
    "a suspect is known": ({"suspects": 1}, {*ORDERS, M.SPECIAL_MEASURES}),
    "a child": ({"counts_as_child": True}, set()),
    "a child made to commit crime": ({"counts_as_child": True, "is_forced_crime": True}, {M.SECTION_45}),
    "a child made to commit crime, a suspect known": (
        {"counts_as_child": True, "is_forced_crime": True, "suspects": 2},
        {M.SECTION_45, *ORDERS, M.CHILD_CRIMINAL_ORDER, M.SPECIAL_MEASURES},
    ),
    "an adult made to commit crime, a suspect known": (
        {"is_forced_crime": True, "suspects": 2},
        {M.SECTION_45, *ORDERS, M.SPECIAL_MEASURES},
    ),
    "needs an interpreter": ({"needs_interpreter": "yes"}, {M.INTERPRETER}),
    "may need one": ({"needs_interpreter": "not_sure"}, {M.INTERPRETER}),
    "nobody asked": ({"needs_interpreter": ""}, {M.INTERPRETER}),
    "a crime on record": ({"crime_recorded": True}, {M.SPECIAL_MEASURES}),
}


@pytest.mark.parametrize("which", ASKED)
def test_for_whom_each_matter_is_asked(which: str) -> None:
    facts, expected = ASKED[which]

    found = {prompt.matter for prompt in matters.asked(matters.Facts(**{**QUIET, **facts}), TODAY)}

    assert found == expected | ALWAYS


# Since when each can be asked, and whether anybody has confirmed it.
DATED = {
    M.SECTION_45: (date(2015, 7, 31), True),
    M.PREVENTION_ORDER: (date(2015, 7, 31), True),
    M.RISK_ORDER: (date(2015, 7, 31), True),
    M.CHILD_CRIMINAL_ORDER: (date(2026, 4, 29), False),
    M.INTELLIGENCE: (date(2017, 10, 24), False),
    M.INTERPRETER: (None, False),
    M.MEDICAL: (None, False),
    M.SPECIAL_MEASURES: (date(2015, 7, 31), True),
}


def test_every_matter_is_dated_and_says_where_it_is_from() -> None:
    assert {prompt.matter: (prompt.since, prompt.is_verified) for prompt in matters.PROMPTS} == DATED
    assert set(DATED) == set(M)
    assert all(prompt.what and prompt.source and prompt.asked_of for prompt in matters.PROMPTS)


def test_an_order_is_asked_only_while_the_law_knows_it() -> None:
    before, after = date(2026, 4, 28), date(2026, 4, 29)
    ended = matters.Prompt(M.MEDICAL, "x", "x", None, True, "x", lambda _: True, until=before)

    assert {prompt.matter for prompt in matters.prompts_on(after)} - {
        prompt.matter for prompt in matters.prompts_on(before)
    } == {M.CHILD_CRIMINAL_ORDER}
    assert {prompt.matter for prompt in matters.prompts_on(date(2015, 7, 30))} == {M.INTERPRETER, M.MEDICAL}
    assert [ended.holds_on(before), ended.holds_on(after)] == [True, False]


@pytest.mark.parametrize(
    ("outcome", "is_open"), [(None, True), (C.LATER, True), (C.DONE, False), (C.NOT_NEEDED, False)]
)
def test_what_is_put_off_stays_open(outcome: ConsideredOutcome | None, is_open: bool) -> None:
    assert matters.is_open(outcome) is is_open


@pytest.mark.parametrize(("matter", "outcome"), list(product(M, C)))
def test_what_came_of_it_is_said_in_words_and_intelligence_by_its_reference_alone(
    matter: ConsideredMatter, outcome: ConsideredOutcome
) -> None:
    def said(text: str, reference: str) -> str | None:
        return matters.reason_not_to_record(matter, outcome, text=text, reference=reference, on=TODAY)

    if (matter, outcome) == (M.INTELLIGENCE, C.DONE):
        expected = [matters.GIVE_THE_REFERENCE, matters.GIVE_THE_REFERENCE, None, matters.KEPT_OUTSIDE]
    else:
        expected = [matters.SAY_WHAT_CAME, None, matters.SAY_WHAT_CAME, None]
    assert [said(" ", ""), said("x", " "), said("", "IR-1"), said("x", "IR-1")] == expected


def test_what_the_law_did_not_know_is_not_recorded() -> None:
    facts = {"text": "x", "reference": "", "on": date(2026, 4, 28)}

    assert matters.reason_not_to_record(M.CHILD_CRIMINAL_ORDER, C.DONE, **facts) == matters.NOT_YET_LAW
