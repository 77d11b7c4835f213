"""Whose move it is, who somebody is in a line, how much time is left, and what may be written: as whole tables."""

from datetime import date
from typing import Any

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.casework.rules import what_now, writing
from referrals.casework.rules.due import clock_of_task
from referrals.casework.rules.header import line_about
from referrals.casework.rules.timeline import LABELS, LEGAL, TITLES, USUAL, Shown, asked_for, cursor
from referrals.casework.rules.what_now import BEFORE_SENDING, PAGES, SAYS, Facts, buttons_first, pages_from
from referrals.enums import FlagKind, Status, Step
from referrals.rules import workflow
from victims.enums import AgeGroup

TODAY = date(2026, 11, 25)
DONE = {"is_risk_assessed": True, "is_checked": True}
# What the sentence begins with, and the pages it asks for.
NOW = [
    (Status.DRAFT, {}, "Whoever began it", ()),
    (Status.INBOUND, {}, "Somebody else told us", ("take-on-inbound", "record-decision")),
    (Status.TRIAGE, {}, "Assess the risk", ("risk", "quality-check", "sending")),
    (Status.TRIAGE, {"is_risk_assessed": True}, "Check it against", ("quality-check", "sending")),
    (Status.TRIAGE, {**DONE, "open_questions": 1}, "1 question waits", ("questions", "sending")),
    (Status.TRIAGE, {**DONE, "open_questions": 2}, "2 questions wait", ("questions", "sending")),
    (Status.TRIAGE, DONE, "It is ready", ("sending",)),
    (Status.TRIAGE, {"waits_for_first_responder": True}, "A first responder takes on", ("adopt",)),
    (Status.TRIAGE, {"waits_for_approval": True}, "A supervisor who did not ask", ("approval",)),
    (Status.SAFEGUARDING_HOLD, {}, "The danger comes first", ("release", "sending")),
    (Status.NFA_LOCAL, {}, "No signs were found", ("close",)),
    (Status.CONSENT_PENDING, {}, "The adult is deciding", ("decision",)),
    (Status.DTN_SENT, {}, "Nothing more goes", ("close", "decision")),
    (Status.NRM_SUBMITTED, {}, "Nothing is yours to do. Record it when", ("record-decision",)),
    (Status.RG_PENDING, {}, "Nothing is yours to do. If no decision comes, chase", ("record-decision",)),
    (Status.RG_PENDING, {"next_due": "Fri"}, "Nothing is yours to do. If no decision", ("record-decision",)),
    (Status.RG_PENDING, {"overdue": "First decision"}, "Late: first decision. Chase the", ("record-decision",)),
    (Status.RG_PENDING, {"overdue": "Refer the child"}, "Late: refer the child. Nothing", ("record-decision",)),
    (Status.RG_PENDING, {"waits_for_second_reader": True}, "Somebody else reads the letter", ("second-read",)),
    (Status.RG_FIR, {"overdue": "Answer it"}, "Late: answer it. Answer the question", ("record-reply",)),
    (Status.RG_NEGATIVE, {"next_due": "Fri"}, "Tell them, safely, that they may ask", ("ask-again", "close")),
    (Status.RG_POSITIVE, {}, "They have time to recover", ("record-decision",)),
    (Status.CG_FIR, {}, "Answer the question", ("record-reply",)),
    (Status.CG_POSITIVE, {}, "They are recognised", ("close",)),
    (Status.CG_NEGATIVE, {}, "Tell them, safely", ("ask-again", "close")),
    (Status.RECON_REQUESTED, {}, "Nothing is yours to do", ("record-decision",)),
    (Status.DISQ_CONSIDERED, {}, "Help them to answer", ("record-decision",)),
    (Status.DISQUALIFIED, {}, "Safeguarding goes on", ("ask-again", "close")),
    (Status.SUSPENDED, {}, "The Home Office cannot reach them", ("record-decision",)),
    (Status.WITHDRAWN, {}, "They left the NRM", ("close",)),
    (Status.DECEASED, {}, "The person has died", ("close",)),
    (Status.CLOSED, {}, "It is closed", ("reopen",)),
    (Status.DISCARDED, {}, "A supervisor discarded it", ()),
]  # fmt: skip


@pytest.mark.parametrize(("status", "facts", "begins", "first"), NOW)
def test_whose_move_it_is(status: Status, facts: dict[str, Any], begins: str, first: tuple[str, ...]) -> None:
    found = what_now.what_now(Facts(status, **facts))

    assert found.sentence.startswith(begins)
    assert "{" not in found.sentence
    assert found.first == first


def test_every_status_and_step_has_its_line() -> None:
    assert {status for status, *_ in NOW} == set(SAYS) == set(Status)
    assert set(PAGES) == set(TITLES) == set(Step)
    assert set(LEGAL) <= workflow.OF_THE_HOME_OFFICE
    assert set(LABELS) == set(Shown)


@pytest.mark.parametrize("status", Status)
def test_every_step_that_is_possible_has_its_page(status: Status) -> None:
    names = [page.name for page in pages_from(status)]

    assert len(names) == len(set(names))
    for step in workflow.steps_from(status):
        page = PAGES[step]
        assert page is None or page.name in names
    assert ("quality-check" in names) is (status in BEFORE_SENDING)
    # A letter of the Home Office is recorded from wherever a case stands that was sent.
    assert ("record-decision" in names) is (status not in BEFORE_SENDING)


def test_at_most_three_buttons_and_none_for_what_is_not_there() -> None:
    here = ["close", "ask-again", "risk", "sending", "decision"]

    assert buttons_first(here, ("ask-again", "close")) == ["ask-again", "close"]
    assert buttons_first(here, ("a", "sending", "risk", "close", "decision")) == ["sending", "risk", "close"]
    assert buttons_first([], ("close",)) == []


ABOUT = {
    "gender": "", "age": None, "born_on": None, "nationalities": [], "languages": [], "needs_interpreter": "",
    "found_in": "", "found_on": None, "today": TODAY,
}  # fmt: skip
SOMEBODY, IN_DOUBT = "Person, age not known", "age in doubt, counts as a child"
LINES = [
    ({}, [SOMEBODY]),
    ({"gender": "female", "age": AgeGroup.ADULT, "born_on": PartialDate(2002, 5, 1)}, ["Woman, 24"]),
    ({"gender": "male", "age": AgeGroup.ADULT, "born_on": PartialDate(2002)}, ["Man, 23 or 24"]),
    ({"gender": "female", "age": AgeGroup.CHILD}, ["Girl, under 18"]),
    ({"gender": "male", "age": AgeGroup.CHILD, "born_on": PartialDate(2026)}, ["Boy, 0"]),
    ({"gender": "male", "age": AgeGroup.UNSURE, "born_on": PartialDate(2009)}, [f"Boy or man, {IN_DOUBT}"]),
    ({"gender": "declined", "age": AgeGroup.ADULT}, ["Person, 18 or over"]),
    ({"nationalities": ["Albanian", "Greek"]}, [SOMEBODY, "Albanian and Greek"]),
    ({"languages": ["Albanian"], "needs_interpreter": "yes"}, [SOMEBODY, "speaks Albanian, needs an interpreter"]),
    ({"needs_interpreter": "yes"}, [SOMEBODY, "needs an interpreter"]),
    ({"found_in": "Telford", "found_on": PartialDate(2026, 11, 16)}, [SOMEBODY, "found in Telford, 16 November 2026"]),
    ({"found_on": PartialDate(2026, 11)}, [SOMEBODY, "found, November 2026"]),
]  # fmt: skip


@pytest.mark.parametrize(("known", "line"), LINES)
def test_one_line_says_who_they_are(known: dict[str, Any], line: list[str]) -> None:
    assert line_about(**{**ABOUT, **known}) == line


DUE = [
    (None, "No date", "", ""),
    (date(2026, 11, 23), "Overdue by 2 days", "was due Mon 23 Nov", "red"),
    (date(2026, 11, 24), "Overdue by 1 day", "was due Tue 24 Nov", "red"),
    (date(2026, 11, 25), "Today", "due Wed 25 Nov", "orange"),
    (date(2026, 11, 26), "1 day left", "due Thu 26 Nov", "orange"),
    (date(2026, 11, 28), "3 days left", "due Sat 28 Nov", "yellow"),
    (date(2026, 11, 29), "4 days left", "due Sun 29 Nov", ""),
    (date(2027, 1, 4), "40 days left", "due Mon 4 Jan 2027", ""),
]


@pytest.mark.parametrize(("due_on", "words", "due", "colour"), DUE)
def test_how_much_time_a_task_has(due_on: date | None, words: str, due: str, colour: str) -> None:
    clock = clock_of_task(due_on, TODAY)

    assert (clock.words, clock.due, clock.colour) == (words, due, colour)


def test_a_note_says_something() -> None:
    assert writing.reason_not_to_note(" ", "\n") == writing.SAY_SOMETHING
    assert writing.reason_not_to_note("x", "") is None
    assert writing.reason_not_to_note("", "x") is None


def test_what_is_done_is_not_changed_and_only_who_may_work_on_it_owns_a_task() -> None:
    assert writing.reason_not_to_change_task(is_done=True) == writing.DONE_ALREADY
    assert writing.reason_not_to_change_task(is_done=False) is None
    assert writing.reason_not_to_own(None, []) is None
    assert writing.reason_not_to_own(1, [1]) is None
    assert writing.reason_not_to_own(2, [1]) == writing.CANNOT_WORK_ON_IT


def test_a_flag_is_raised_once_of_a_kind_and_taken_down_once_each_for_a_reason() -> None:
    missing, other = FlagKind.MISSING, FlagKind.OTHER

    assert writing.reason_not_to_raise(missing, [], " ") == writing.SAY_WHY
    assert writing.reason_not_to_raise(missing, [missing], "x") == writing.RAISED_ALREADY
    assert writing.reason_not_to_raise(missing, [other], "x") is None
    assert writing.reason_not_to_raise(other, [other], "x") is None
    assert writing.reason_not_to_remove(is_removed=True, reason="x") == writing.REMOVED_ALREADY
    assert writing.reason_not_to_remove(is_removed=False, reason="") == writing.SAY_WHY
    assert writing.reason_not_to_remove(is_removed=False, reason="x") is None


ASKED = [
    ([], USUAL, False),
    (["notes", "messages"], (Shown.NOTES, Shown.MESSAGES), False),
    (["notes", "notes"], (Shown.NOTES,), False),
    (["notes", "odd"], (Shown.NOTES,), True),
    (["odd"], USUAL, True),
]


@pytest.mark.parametrize(("values", "shown", "is_ignored"), ASKED)
def test_what_is_asked_for_of_the_timeline(values: list[str], shown: tuple[Shown, ...], *, is_ignored: bool) -> None:
    assert (asked_for(values).shown, asked_for(values).is_ignored) == (shown, is_ignored)


CURSORS = {
    "note-12": ("note", 12), "taken_out-1": ("taken_out", 1), "": None, "note": None, "note-": None, "note-x": None,
    "note-²": None, "note-" + "9" * 30: None, "Note-1": None, "note-1 ": None, "x" * 30 + "-1": None,
}  # fmt: skip


@pytest.mark.parametrize("text", CURSORS)
def test_where_a_page_begins(text: str) -> None:
    assert cursor(text) == CURSORS[text]
