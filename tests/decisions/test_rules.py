"""Letters, closing, asking again, approving and putting right: the rules, as tables written out by hand."""

from datetime import date
from itertools import product

import pytest

from agencies.enums import Permission
from referrals.decisions.rules import approving, asking_again, closing, letters, putting_right
from referrals.decisions.rules.closing import Standing
from referrals.decisions.rules.letters import Facts
from referrals.enums import ApprovalState, DeadlineKind, Status, Step, Track, TrackState
from referrals.rules import workflow

S = Status
USUAL = {
    S.INBOUND: [Step.RECEIVED, Step.FIRST_YES, Step.FIRST_NO, Step.FINAL_YES, Step.FINAL_NO, Step.DISQUALIFY],
    S.TRIAGE: [],
    S.NRM_SUBMITTED: [Step.RECEIVED, Step.FIRST_YES, Step.FIRST_NO, Step.RETURN, Step.CONFIRM_ERROR],
    S.RG_PENDING: [
        *(Step.FIRST_YES, Step.FIRST_NO, Step.ASK_BEFORE_FIRST, Step.FINAL_YES, Step.FINAL_NO),
        *(Step.SUSPEND, Step.CONFIRM_ERROR),
    ],
    S.RG_POSITIVE: [
        *(Step.FINAL_YES, Step.FINAL_NO, Step.ASK_BEFORE_FINAL, Step.QUESTION_PROTECTION, Step.SUSPEND),
        Step.CONFIRM_ERROR,
    ],
    S.RECON_REQUESTED: [Step.FIRST_YES, Step.FINAL_YES, Step.UPHOLD, Step.CONFIRM_ERROR],
    S.DISQ_CONSIDERED: [Step.KEEP_PROTECTION, Step.DISQUALIFY, Step.CONFIRM_ERROR],
    S.SUSPENDED: [Step.RESUME, Step.RESUME_AFTER_FIRST, Step.CONFIRM_ERROR],
    S.CLOSED: [],
}


@pytest.mark.parametrize("status", USUAL)
def test_what_can_follow_from_here_comes_first_and_everything_else_can_be_said_too(status: Status) -> None:
    assert letters.usual_from(status) == USUAL[status]
    assert {*letters.usual_from(status), *letters.unusual_from(status)} == workflow.OF_THE_HOME_OFFICE


# What is needed of a letter, by step: reasons, and the clock whose day is typed from it.
NEEDED = {
    Step.RECEIVED: (False, None),
    Step.FIRST_YES: (False, None),
    Step.FIRST_NO: (True, None),
    Step.ASK_BEFORE_FIRST: (False, DeadlineKind.QUESTION),
    Step.FINAL_YES: (False, None),
    Step.FINAL_NO: (True, None),
    Step.ASK_BEFORE_FINAL: (False, DeadlineKind.QUESTION),
    Step.UPHOLD: (True, None),
    Step.QUESTION_PROTECTION: (True, DeadlineKind.REPRESENTATIONS),
    Step.KEEP_PROTECTION: (False, None),
    Step.DISQUALIFY: (True, None),
    Step.SUSPEND: (True, None),
    Step.RESUME: (False, None),
    Step.RESUME_AFTER_FIRST: (False, None),
    Step.RETURN: (True, None),
    Step.CONFIRM_ERROR: (True, None),
}
DAY, LATER = date(2026, 11, 25), date(2026, 12, 2)


@pytest.mark.parametrize("step", NEEDED)
def test_a_no_needs_its_reasons_and_a_question_the_day_to_answer_by(step: Step) -> None:
    reasons, clock = NEEDED[step]
    status = next(move.source for move in workflow.MOVES if move.step == step and move.source != S.INBOUND)

    def ask(text: str, by: date | None) -> tuple[str, str] | None:
        return letters.reason_not_to_record(step, status, decided_on=DAY, reasons=text, answer_by=by)

    assert letters.clock_to_answer(step) == clock
    assert ask(" ", LATER) == (("reasons", letters.GIVE_REASONS) if reasons else None)
    assert ask("x", None) == (("answer_by", letters.ANSWER_BY) if clock else None)
    assert ask("x", date(2026, 11, 24)) == ("answer_by", letters.ANSWER_AFTER)
    assert ask("x", LATER) is None


def test_a_step_of_ours_stands_in_no_letter() -> None:
    assert letters.reason_not_to_record(Step.HOLD, S.TRIAGE, decided_on=DAY, reasons="x", answer_by=None)


USUAL_LETTER = {
    "step": Step.FINAL_YES, "status": S.RG_POSITIVE, "decided_on": date(2026, 12, 23), "reference": "NRM-1",
    "on_file": "NRM-1", "sent_on": date(2026, 11, 20), "first_yes_on": date(2026, 11, 23),
}  # fmt: skip
ODD: list[tuple[dict[str, object], list[str]]] = [
    ({}, []),
    ({"reference": ""}, []),
    ({"on_file": ""}, []),
    ({"first_yes_on": None}, []),
    ({"sent_on": None, "was_told": True}, []),
    ({"sent_on": None}, ["Nobody recorded that this was sent to the Home Office."]),
    (
        {"decided_on": date(2026, 12, 22)},
        [
            (
                "A final decision is possible from Wed 23 Dec 2026, 30 days after the first yes. "
                "The letter is dated Tue 22 Dec 2026."
            )
        ],
    ),
    (
        {"sent_on": date(2026, 12, 24)},
        ["The letter is dated Wed 23 Dec 2026. We recorded that it was sent on Thu 24 Dec 2026."],
    ),
    ({"reference": "NRM-2"}, ["The reference on file is NRM-1. You typed NRM-2. Is it the same person?"]),
    (
        {"step": Step.KEEP_PROTECTION, "status": S.WITHDRAWN},
        ["This usually follows “Protection being questioned”. The case stands at “Adult withdrew”."],
    ),
    (
        {"step": Step.FIRST_NO, "status": S.CG_POSITIVE},
        [
            (
                "This usually follows “Sent to Home Office, no answer yet”, “Waiting for the first decision” or “Home "
                "Office asked a question (first decision)”. The case stands at “Final decision yes”."
            )
        ],
    ),
]


@pytest.mark.parametrize(("changes", "said"), ODD)
def test_what_is_odd_about_a_letter_is_asked_back(changes: dict[str, object], said: list[str]) -> None:
    assert letters.warnings(Facts(**{**USUAL_LETTER, **changes})) == said  # type: ignore[arg-type]


# Closing

NOTHING = {track: Standing(TrackState.NOT_STARTED) for track in Track}
RECORDED = {**NOTHING, Track.CRIME: Standing(TrackState.CRIME_RECORDED)}
CLOSED_FROM = {
    *(S.RG_NEGATIVE, S.CG_NEGATIVE, S.CG_POSITIVE, S.DISQUALIFIED, S.DTN_SENT, S.NFA_LOCAL, S.WITHDRAWN, S.DECEASED)
}
FULL = {"handed_over": "To the council.", "support": "The Salvation Army.", "why_not_wait": "They said so."}


@pytest.mark.parametrize("status", Status)
def test_a_referral_is_closed_once_its_way_is_over_and_from_nowhere_else(status: Status) -> None:
    problem = closing.reason_not_to_close(closing.Facts(status, None, RECORDED), **FULL)

    assert (problem is None) is (status in CLOSED_FROM)
    assert problem is None or problem == ("", closing.NOT_FROM_HERE.format(status=status.label))


@pytest.mark.parametrize("status", sorted(CLOSED_FROM))
def test_it_is_never_closed_only_because_the_answer_was_no(status: Status) -> None:
    facts = closing.Facts(status, None, RECORDED)
    is_no = status in {S.RG_NEGATIVE, S.CG_NEGATIVE, S.DISQUALIFIED}

    without = closing.reason_not_to_close(facts, **{**FULL, "handed_over": " "})
    unsupported = closing.reason_not_to_close(facts, **{**FULL, "support": ""})

    assert without == (("handed_over", closing.SAY_WHAT_WAS_HANDED_OVER) if is_no else None)
    assert unsupported == (("support", closing.SAY_SUPPORT) if status == S.CG_POSITIVE else None)


def test_time_to_ask_again_passes_first_or_somebody_says_why_nobody_waits() -> None:
    facts = closing.Facts(S.RG_NEGATIVE, date(2026, 12, 25), RECORDED)

    problem = closing.reason_not_to_close(facts, **{**FULL, "why_not_wait": ""})

    assert problem
    assert problem[0] == "why_not_wait"
    assert "until Fri 25 Dec" in problem[1]
    assert closing.reason_not_to_close(facts, **FULL) is None


LOOK = date(2027, 1, 4)
IN_THE_WAY = [
    (Track.CRIME, Standing(TrackState.NOT_STARTED), True),
    (Track.CRIME, Standing(TrackState.NOT_A_CRIME), False),
    (Track.SAFEGUARDING, Standing(TrackState.NOT_STARTED), False),
    (Track.SAFEGUARDING, Standing(TrackState.OPEN), True),
    (Track.SAFEGUARDING, Standing(TrackState.OPEN, has_owner=True), True),
    (Track.SAFEGUARDING, Standing(TrackState.OPEN, review_on=LOOK), True),
    (Track.SAFEGUARDING, Standing(TrackState.OPEN, has_owner=True, review_on=LOOK), False),
    (Track.SUPPORT, Standing(TrackState.IN_SUPPORT), True),
    (Track.SUPPORT, Standing(TrackState.ENDED), False),
]


@pytest.mark.parametrize(("track", "standing", "is_in_the_way"), IN_THE_WAY)
@pytest.mark.parametrize("status", [S.DTN_SENT, S.CG_POSITIVE])
def test_every_track_is_ended_or_has_somebody_who_looks_again(
    status: Status, track: Track, standing: Standing, is_in_the_way: bool
) -> None:
    facts = closing.Facts(status, None, {**RECORDED, track: standing})

    assert set(closing.tracks_in_the_way(facts)) == ({track} if is_in_the_way else set())
    problem = closing.reason_not_to_close(facts, **FULL)
    assert problem == (("", f"First look at what runs beside it: {track.label.lower()}.") if is_in_the_way else None)


# Asking again, approving, putting right


@pytest.mark.parametrize(
    ("last", "on", "why", "is_refused"),
    [
        (None, DAY, "", False),
        (DAY, DAY, "", False),
        (DAY, LATER, "They were in hospital.", False),
        (DAY, LATER, " ", True),
    ],
)
def test_asking_again_late_needs_only_a_reason(last: date | None, on: date, why: str, is_refused: bool) -> None:
    assert bool(asking_again.reason_not_to_ask(last, on, why)) is is_refused


@pytest.mark.parametrize(("state", "asker", "author"), list(product(ApprovalState, [True, False], [True, False])))
def test_nobody_answers_their_own(state: ApprovalState, asker: bool, author: bool) -> None:
    answered = approving.reason_not_to_answer(state, is_asker=asker, is_author=author)
    taken_back = approving.reason_not_to_take_back(state, is_asker=asker)

    assert (answered is None) is (state == ApprovalState.ASKED and not asker and not author)
    assert (taken_back is None) is (state == ApprovalState.ASKED and asker)


NEVER_PUT_RIGHT = {
    *(Step.LODGE, Step.LODGE_WAITING, Step.LODGE_SENT, Step.DISCARD, Step.WAIT, Step.DECIDE, Step.CHANGE_MIND)
}


@pytest.mark.parametrize("step", Step)
def test_what_was_passed_on_or_decided_by_the_person_is_not_taken_back(step: Step) -> None:
    assert (putting_right.reason_not_to_put_right(step) is not None) is (step in NEVER_PUT_RIGHT)


@pytest.mark.parametrize("move", workflow.MOVES, ids=lambda move: f"{move.source}-{move.step}")
def test_what_a_supervisor_approved_only_a_supervisor_undoes(move: workflow.Move) -> None:
    is_theirs = move.step in {Step.DISCARD, Step.FIND_NO_SIGNS, Step.CLOSE, Step.REOPEN}
    expected = Permission.APPROVE if is_theirs else Permission.RECORD_DECISION

    assert putting_right.needed_to_put_right(move) == expected
    assert putting_right.needed_to_put_right(None) == Permission.RECORD_DECISION
