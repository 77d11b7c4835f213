"""Which step may follow which status, written out by hand, with whose move it is and which clocks follow.

Every step of ours that is not here is refused. Every step of the Home Office that is not here is recorded as unusual.
"""

from datetime import date
from itertools import product

import pytest

from referrals.enums import DeadlineKind as Clock
from referrals.enums import Mover, Route, Status, Step
from referrals.rules import workflow

S, M = Status, Mover
NONE: frozenset[Clock] = frozenset()
BACK = None

SEND, COMPLETE, ADOPT, CRIME = Clock.SEND, Clock.COMPLETE, Clock.ADOPT, Clock.CRIME_RECORD
FIRST, PANEL, QUESTION = Clock.FIRST_DECISION, Clock.PANEL_DECISION, Clock.QUESTION
RECOVERY, EARLIEST, AGAIN = Clock.RECOVERY, Clock.FINAL_NOT_BEFORE, Clock.ASK_AGAIN
ENDS, MOVE_ON, REPRESENT, TURNS = Clock.SUPPORT_ENDS, Clock.MOVE_ON, Clock.REPRESENTATIONS, Clock.TURNS_18
ALL_OF_THE_NRM = {SEND, COMPLETE, ADOPT, FIRST, PANEL, QUESTION, RECOVERY, EARLIEST, AGAIN, REPRESENT, TURNS}

# To, who, whether a reason is needed, which clocks start, which stop.
TABLE = {
    (S.DRAFT, Step.LODGE): (S.TRIAGE, M.RECORDER, False, {SEND, CRIME}, {}),
    (S.DRAFT, Step.LODGE_WAITING): (S.CONSENT_PENDING, M.FIRST_RESPONDER, False, {SEND, CRIME}, {}),
    (S.DRAFT, Step.LODGE_SENT): (S.NRM_SUBMITTED, M.FIRST_RESPONDER, False, {CRIME}, {}),
    (S.DRAFT, Step.DISCARD): (S.DISCARDED, M.SUPERVISOR, True, {}, {}),
    (S.INBOUND, Step.TAKE_ON_INBOUND): (S.TRIAGE, M.UNIT, False, {SEND}, {}),
    (S.INBOUND, Step.RECEIVED): (S.RG_PENDING, M.UNIT, False, {FIRST}, {}),
    (S.INBOUND, Step.FIRST_YES): (S.RG_POSITIVE, M.UNIT, False, {RECOVERY, EARLIEST}, {}),
    (S.INBOUND, Step.FIRST_NO): (S.RG_NEGATIVE, M.UNIT, False, {AGAIN}, {}),
    (S.INBOUND, Step.FINAL_YES): (S.CG_POSITIVE, M.UNIT, False, {MOVE_ON}, {}),
    (S.INBOUND, Step.FINAL_NO): (S.CG_NEGATIVE, M.UNIT, False, {AGAIN}, {}),
    (S.INBOUND, Step.DISQUALIFY): (S.DISQUALIFIED, M.UNIT, False, {}, {}),
    (S.INBOUND, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.TRIAGE, Step.WAIT): (S.CONSENT_PENDING, M.FIRST_RESPONDER, False, {}, {}),
    (S.TRIAGE, Step.SEND_REFERRAL): (S.NRM_SUBMITTED, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.TRIAGE, Step.SEND_NOTIFICATION): (S.DTN_SENT, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.TRIAGE, Step.HOLD): (S.SAFEGUARDING_HOLD, M.UNIT, True, {}, {}),
    (S.TRIAGE, Step.FIND_NO_SIGNS): (S.NFA_LOCAL, M.SUPERVISOR, True, {}, {SEND, COMPLETE, ADOPT}),
    (S.TRIAGE, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.SAFEGUARDING_HOLD, Step.WAIT): (S.CONSENT_PENDING, M.FIRST_RESPONDER, False, {}, {}),
    (S.SAFEGUARDING_HOLD, Step.SEND_REFERRAL): (S.NRM_SUBMITTED, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.SAFEGUARDING_HOLD, Step.SEND_NOTIFICATION): (S.DTN_SENT, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.SAFEGUARDING_HOLD, Step.RELEASE): (S.TRIAGE, M.UNIT, True, {}, {}),
    (S.SAFEGUARDING_HOLD, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.NFA_LOCAL, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.NFA_LOCAL, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.CONSENT_PENDING, Step.SEND_REFERRAL): (S.NRM_SUBMITTED, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.CONSENT_PENDING, Step.SEND_NOTIFICATION): (S.DTN_SENT, M.FIRST_RESPONDER, False, {}, {SEND, COMPLETE}),
    (S.CONSENT_PENDING, Step.DECIDE): (S.TRIAGE, M.FIRST_RESPONDER, False, {}, {}),
    (S.CONSENT_PENDING, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.DTN_SENT, Step.CHANGE_MIND): (S.CONSENT_PENDING, M.FIRST_RESPONDER, False, {SEND}, {}),
    (S.DTN_SENT, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.DTN_SENT, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.DTN_SENT, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.NRM_SUBMITTED, Step.RECEIVED): (S.RG_PENDING, M.COMPETENT_AUTHORITY, False, {FIRST}, {}),
    (S.NRM_SUBMITTED, Step.RETURN): (S.TRIAGE, M.COMPETENT_AUTHORITY, True, {SEND}, {}),
    (S.NRM_SUBMITTED, Step.FIRST_YES): (
        S.RG_POSITIVE, M.COMPETENT_AUTHORITY, False, {RECOVERY, EARLIEST}, {FIRST, PANEL, QUESTION}),
    (S.NRM_SUBMITTED, Step.FIRST_NO): (
        S.RG_NEGATIVE, M.COMPETENT_AUTHORITY, True, {AGAIN, ENDS}, {FIRST, PANEL, QUESTION}),
    (S.NRM_SUBMITTED, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.NRM_SUBMITTED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.NRM_SUBMITTED, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.RG_PENDING, Step.FIRST_YES): (
        S.RG_POSITIVE, M.COMPETENT_AUTHORITY, False, {RECOVERY, EARLIEST}, {FIRST, PANEL, QUESTION}),
    (S.RG_PENDING, Step.FIRST_NO): (
        S.RG_NEGATIVE, M.COMPETENT_AUTHORITY, True, {AGAIN, ENDS}, {FIRST, PANEL, QUESTION}),
    (S.RG_PENDING, Step.ASK_BEFORE_FIRST): (S.RG_FIR, M.COMPETENT_AUTHORITY, False, {QUESTION}, {}),
    (S.RG_PENDING, Step.FINAL_YES): (S.CG_POSITIVE, M.PANEL, False, {MOVE_ON}, {FIRST, PANEL}),
    (S.RG_PENDING, Step.FINAL_NO): (S.CG_NEGATIVE, M.PANEL, True, {AGAIN}, {FIRST, PANEL}),
    (S.RG_PENDING, Step.SUSPEND): (S.SUSPENDED, M.COMPETENT_AUTHORITY, True, {}, {FIRST, PANEL, QUESTION}),
    (S.RG_PENDING, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.RG_PENDING, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.RG_PENDING, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.RG_FIR, Step.REPLY): (S.RG_PENDING, M.FIRST_RESPONDER, False, {}, {QUESTION}),
    (S.RG_FIR, Step.FIRST_YES): (
        S.RG_POSITIVE, M.COMPETENT_AUTHORITY, False, {RECOVERY, EARLIEST}, {FIRST, PANEL, QUESTION}),
    (S.RG_FIR, Step.FIRST_NO): (
        S.RG_NEGATIVE, M.COMPETENT_AUTHORITY, True, {AGAIN, ENDS}, {FIRST, PANEL, QUESTION}),
    (S.RG_FIR, Step.SUSPEND): (S.SUSPENDED, M.COMPETENT_AUTHORITY, True, {}, {FIRST, PANEL, QUESTION}),
    (S.RG_FIR, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.RG_FIR, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.RG_FIR, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.RG_NEGATIVE, Step.ASK_AGAIN): (S.RECON_REQUESTED, M.PERSON, True, {}, {AGAIN}),
    (S.RG_NEGATIVE, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.RG_NEGATIVE, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.RG_NEGATIVE, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.RG_NEGATIVE, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.RG_POSITIVE, Step.ASK_BEFORE_FINAL): (S.CG_FIR, M.COMPETENT_AUTHORITY, False, {QUESTION}, {}),
    (S.RG_POSITIVE, Step.FINAL_YES): (
        S.CG_POSITIVE, M.COMPETENT_AUTHORITY, False, {MOVE_ON}, {RECOVERY, EARLIEST, QUESTION}),
    (S.RG_POSITIVE, Step.FINAL_NO): (
        S.CG_NEGATIVE, M.COMPETENT_AUTHORITY, True, {AGAIN, ENDS}, {RECOVERY, EARLIEST, QUESTION}),
    (S.RG_POSITIVE, Step.QUESTION_PROTECTION): (S.DISQ_CONSIDERED, M.COMPETENT_AUTHORITY, True, {REPRESENT}, {}),
    (S.RG_POSITIVE, Step.SUSPEND): (S.SUSPENDED, M.COMPETENT_AUTHORITY, True, {}, {}),
    (S.RG_POSITIVE, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.RG_POSITIVE, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.RG_POSITIVE, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.CG_FIR, Step.REPLY): (S.RG_POSITIVE, M.FIRST_RESPONDER, False, {}, {QUESTION}),
    (S.CG_FIR, Step.FINAL_YES): (
        S.CG_POSITIVE, M.COMPETENT_AUTHORITY, False, {MOVE_ON}, {RECOVERY, EARLIEST, QUESTION}),
    (S.CG_FIR, Step.FINAL_NO): (
        S.CG_NEGATIVE, M.COMPETENT_AUTHORITY, True, {AGAIN, ENDS}, {RECOVERY, EARLIEST, QUESTION}),
    (S.CG_FIR, Step.QUESTION_PROTECTION): (S.DISQ_CONSIDERED, M.COMPETENT_AUTHORITY, True, {REPRESENT}, {}),
    (S.CG_FIR, Step.SUSPEND): (S.SUSPENDED, M.COMPETENT_AUTHORITY, True, {}, {QUESTION}),
    (S.CG_FIR, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.CG_FIR, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.CG_FIR, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.CG_POSITIVE, Step.QUESTION_PROTECTION): (S.DISQ_CONSIDERED, M.COMPETENT_AUTHORITY, True, {REPRESENT}, {}),
    (S.CG_POSITIVE, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.CG_POSITIVE, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.CG_POSITIVE, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.CG_POSITIVE, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.CG_NEGATIVE, Step.ASK_AGAIN): (S.RECON_REQUESTED, M.PERSON, True, {}, {AGAIN}),
    (S.CG_NEGATIVE, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.CG_NEGATIVE, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.CG_NEGATIVE, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.CG_NEGATIVE, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.RECON_REQUESTED, Step.FIRST_YES): (S.RG_POSITIVE, M.COMPETENT_AUTHORITY, False, {RECOVERY, EARLIEST}, {}),
    (S.RECON_REQUESTED, Step.FINAL_YES): (S.CG_POSITIVE, M.COMPETENT_AUTHORITY, False, {MOVE_ON}, {}),
    (S.RECON_REQUESTED, Step.UPHOLD): (BACK, M.COMPETENT_AUTHORITY, True, {}, {}),
    (S.RECON_REQUESTED, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.RECON_REQUESTED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.RECON_REQUESTED, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.DISQ_CONSIDERED, Step.KEEP_PROTECTION): (BACK, M.COMPETENT_AUTHORITY, False, {}, {REPRESENT}),
    (S.DISQ_CONSIDERED, Step.DISQUALIFY): (S.DISQUALIFIED, M.COMPETENT_AUTHORITY, True, {}, {REPRESENT}),
    (S.DISQ_CONSIDERED, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.DISQ_CONSIDERED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.DISQ_CONSIDERED, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.DISQUALIFIED, Step.ASK_AGAIN): (S.RECON_REQUESTED, M.PERSON, True, {}, {}),
    (S.DISQUALIFIED, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.DISQUALIFIED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.DISQUALIFIED, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.DISQUALIFIED, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.SUSPENDED, Step.RESUME): (S.RG_PENDING, M.COMPETENT_AUTHORITY, False, {FIRST}, {}),
    (S.SUSPENDED, Step.RESUME_AFTER_FIRST): (S.RG_POSITIVE, M.COMPETENT_AUTHORITY, False, {}, {}),
    (S.SUSPENDED, Step.WITHDRAW): (S.WITHDRAWN, M.PERSON, True, {}, ALL_OF_THE_NRM),
    (S.SUSPENDED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.SUSPENDED, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.WITHDRAWN, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.WITHDRAWN, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.WITHDRAWN, Step.DIED): (S.DECEASED, M.UNIT, True, {}, ALL_OF_THE_NRM),
    (S.DECEASED, Step.CONFIRM_ERROR): (S.CLOSED, M.COMPETENT_AUTHORITY, True, {}, ALL_OF_THE_NRM),
    (S.DECEASED, Step.CLOSE): (S.CLOSED, M.SUPERVISOR, True, {}, ALL_OF_THE_NRM),
    (S.CLOSED, Step.REOPEN): (BACK, M.SUPERVISOR, True, {}, {}),
}  # fmt: skip
EVERY_PAIR = list(product(Status, Step))
THEIRS = {
    Step.RETURN, Step.RECEIVED, Step.ASK_BEFORE_FIRST, Step.FIRST_YES, Step.FIRST_NO, Step.ASK_BEFORE_FINAL,
    Step.FINAL_YES, Step.FINAL_NO, Step.UPHOLD, Step.QUESTION_PROTECTION, Step.KEEP_PROTECTION, Step.DISQUALIFY,
    Step.SUSPEND, Step.RESUME, Step.RESUME_AFTER_FIRST, Step.CONFIRM_ERROR,
}  # fmt: skip
NEVER_LODGED = {S.DRAFT, S.DISCARDED}
# Where a letter leads that says it of a case from which the table does not list it. None: it stays where it stands.
LEADS = {
    Step.RETURN: S.TRIAGE,
    Step.RECEIVED: S.RG_PENDING,
    Step.ASK_BEFORE_FIRST: S.RG_FIR,
    Step.FIRST_YES: S.RG_POSITIVE,
    Step.FIRST_NO: S.RG_NEGATIVE,
    Step.ASK_BEFORE_FINAL: S.CG_FIR,
    Step.FINAL_YES: S.CG_POSITIVE,
    Step.FINAL_NO: S.CG_NEGATIVE,
    Step.UPHOLD: None,
    Step.QUESTION_PROTECTION: S.DISQ_CONSIDERED,
    Step.KEEP_PROTECTION: None,
    Step.DISQUALIFY: S.DISQUALIFIED,
    Step.SUSPEND: S.SUSPENDED,
    Step.RESUME: S.RG_PENDING,
    Step.RESUME_AFTER_FIRST: S.RG_POSITIVE,
    Step.CONFIRM_ERROR: S.CLOSED,
}


@pytest.mark.parametrize(("status", "step"), EVERY_PAIR)
def test_a_step_leads_where_the_table_says_or_is_refused(status: Status, step: Step) -> None:
    if (status, step) not in TABLE:
        with pytest.raises(workflow.StepRefused, match=f"^{step.label} is not possible now: “"):
            workflow.move_for(step, status)
        return
    target, mover, needs_reason, starts, stops = TABLE[status, step]

    move = workflow.move_for(step, status)

    assert (move.target, move.mover, move.needs_reason) == (target, mover, needs_reason)
    assert (move.starts, move.stops) == (frozenset(starts), frozenset(stops))


@pytest.mark.parametrize(("status", "step"), EVERY_PAIR)
def test_a_letter_that_the_table_does_not_list_is_recorded_and_no_step_of_ours_is(status: Status, step: Step) -> None:
    if step not in THEIRS or status in NEVER_LODGED:
        with pytest.raises(workflow.StepRefused, match="is not possible now"):
            workflow.unlisted_move(step, status)
        return

    move = workflow.unlisted_move(step, status)

    assert (move.source, move.target) == (status, LEADS[step] or status)
    ends = {clock for (_, each), row in TABLE.items() if each == step for clock in row[4]}
    assert move.stops == ends, "Whatever such a letter ends from anywhere, it ends from here"


def test_the_table_is_complete_and_says_nothing_twice() -> None:
    assert len(workflow.MOVES) == len(workflow.ROWS) == len(TABLE)
    assert workflow.OF_THE_HOME_OFFICE == THEIRS


@pytest.mark.parametrize("status", Status)
def test_the_steps_of_a_status_are_those_of_the_table(status: Status) -> None:
    assert set(workflow.steps_from(status)) == {step for at, step in TABLE if at == status}


def test_only_a_recorded_sending_leads_to_a_status_that_says_sent() -> None:
    leading_there = {step for (_, step), row in TABLE.items() if row[0] in {S.NRM_SUBMITTED, S.DTN_SENT}}

    assert leading_there == {Step.SEND_REFERRAL, Step.SEND_NOTIFICATION, Step.LODGE_SENT}


@pytest.mark.parametrize("status", [S.TRIAGE, S.SAFEGUARDING_HOLD, S.CONSENT_PENDING])
def test_neither_a_check_of_ours_nor_danger_holds_anything_back(status: Status) -> None:
    for step in (Step.SEND_REFERRAL, Step.SEND_NOTIFICATION):
        assert workflow.move_for(step, status)
    assert workflow.step_with_route(status, Route.WAIT) == (None if status == S.CONSENT_PENDING else Step.WAIT)


CAME_FROM = {
    (Step.UPHOLD, S.RECON_REQUESTED, S.RG_NEGATIVE): S.RG_NEGATIVE,
    (Step.UPHOLD, S.RECON_REQUESTED, S.CG_NEGATIVE): S.CG_NEGATIVE,
    (Step.UPHOLD, S.RECON_REQUESTED, S.DISQUALIFIED): S.DISQUALIFIED,
    (Step.KEEP_PROTECTION, S.DISQ_CONSIDERED, S.RG_POSITIVE): S.RG_POSITIVE,
    (Step.KEEP_PROTECTION, S.DISQ_CONSIDERED, S.CG_FIR): S.RG_POSITIVE,
    (Step.KEEP_PROTECTION, S.DISQ_CONSIDERED, S.CG_POSITIVE): S.CG_POSITIVE,
    (Step.REOPEN, S.CLOSED, S.RG_NEGATIVE): S.RG_NEGATIVE,
    (Step.REOPEN, S.CLOSED, S.CG_FIR): S.CG_FIR,
    (Step.REOPEN, S.CLOSED, S.DTN_SENT): S.DTN_SENT,
}


@pytest.mark.parametrize(("step", "status", "before"), CAME_FROM)
def test_what_leads_back_leads_to_where_it_came_from(step: Step, status: Status, before: Status) -> None:
    move = workflow.move_for(step, status)

    assert workflow.target_of(move, before) == CAME_FROM[step, status, before]
    with pytest.raises(workflow.StepRefused, match="nothing says where it stood before"):
        workflow.target_of(move, None)


# The first yes, and from which day on a final decision is possible.
POSSIBLE_FROM = {
    date(2026, 11, 23): date(2026, 12, 23),
    date(2026, 12, 31): date(2027, 1, 30),
    date(2028, 1, 30): date(2028, 2, 29),
    date(2027, 1, 30): date(2027, 3, 1),
    date(2026, 3, 1): date(2026, 3, 31),
}


@pytest.mark.parametrize(("first", "possible"), POSSIBLE_FROM.items())
def test_a_final_decision_is_possible_thirty_days_after_the_first_yes(first: date, possible: date) -> None:
    assert workflow.final_decision_possible_from(first) == possible


# By route: the step that lodges, the one that records the sending (None: refused), and what then follows by itself
# from TRIAGE and SAFEGUARDING_HOLD, and from CONSENT_PENDING.
BY_ROUTE = {
    Route.CHILD: (Step.LODGE, Step.SEND_REFERRAL, None, Step.DECIDE),
    Route.ADULT: (Step.LODGE, Step.SEND_REFERRAL, None, Step.DECIDE),
    Route.BEST_INTERESTS: (Step.LODGE, Step.SEND_REFERRAL, None, Step.DECIDE),
    Route.NOTIFY_NAMED: (Step.LODGE, Step.SEND_NOTIFICATION, None, Step.DECIDE),
    Route.NOTIFY_ANONYMOUS: (Step.LODGE, Step.SEND_NOTIFICATION, None, Step.DECIDE),
    Route.ADVICE_ONLY: (Step.LODGE, None, None, Step.DECIDE),
    Route.WAIT: (Step.LODGE_WAITING, None, Step.WAIT, None),
    Route.UNKNOWN: (Step.LODGE, None, None, None),
}


@pytest.mark.parametrize("route", Route)
def test_a_route_decides_which_steps_lodge_and_send(route: Route) -> None:
    lodging, sending, _, _ = BY_ROUTE[route]

    assert workflow.lodging_step(route) == lodging
    if sending:
        assert workflow.sending_step(route) == sending
    else:
        with pytest.raises(workflow.StepRefused, match=workflow.NOT_SENT_ON[route]):
            workflow.sending_step(route)


@pytest.mark.parametrize(("status", "route"), list(product(Status, Route)))
def test_a_status_follows_what_an_adult_decides(status: Status, route: Route) -> None:
    _, _, from_triage, from_waiting = BY_ROUTE[route]
    by_status = {S.TRIAGE: from_triage, S.SAFEGUARDING_HOLD: from_triage, S.CONSENT_PENDING: from_waiting}

    assert workflow.step_with_route(status, route) == by_status.get(status)
