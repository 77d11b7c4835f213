"""Which step may follow which status, written out by hand. Every pair that is not here is refused."""

from itertools import product

import pytest

from referrals.enums import Route, Status, Step
from referrals.rules import workflow

S = Status
POSSIBLE = {
    (S.DRAFT, Step.LODGE): S.TRIAGE,
    (S.DRAFT, Step.LODGE_WAITING): S.CONSENT_PENDING,
    (S.DRAFT, Step.DISCARD): S.DISCARDED,
    (S.TRIAGE, Step.SEND_REFERRAL): S.NRM_SUBMITTED,
    (S.TRIAGE, Step.SEND_NOTIFICATION): S.DTN_SENT,
    (S.TRIAGE, Step.WAIT): S.CONSENT_PENDING,
    (S.CONSENT_PENDING, Step.SEND_REFERRAL): S.NRM_SUBMITTED,
    (S.CONSENT_PENDING, Step.SEND_NOTIFICATION): S.DTN_SENT,
    (S.CONSENT_PENDING, Step.DECIDE): S.TRIAGE,
    (S.DTN_SENT, Step.CHANGE_MIND): S.CONSENT_PENDING,
    (S.NRM_SUBMITTED, Step.RETURN): S.TRIAGE,
    (S.NRM_SUBMITTED, Step.WITHDRAW): S.WITHDRAWN,
}
EVERY_PAIR = list(product(Status, Step))
SENT = {S.NRM_SUBMITTED, S.DTN_SENT}


@pytest.mark.parametrize(("status", "step"), EVERY_PAIR)
def test_a_step_leads_where_the_table_says_or_is_refused(status: Status, step: Step) -> None:
    if (status, step) in POSSIBLE:
        assert workflow.move_for(step, status).target == POSSIBLE[status, step]
    else:
        with pytest.raises(workflow.StepRefused, match=f"^{step.label} is not possible now: “{status.label}”.$"):
            workflow.move_for(step, status)


@pytest.mark.parametrize("status", Status)
def test_the_steps_of_a_status_are_those_of_the_table(status: Status) -> None:
    assert set(workflow.steps_from(status)) == {step for at, step in POSSIBLE if at == status}


def test_only_a_recorded_sending_leads_to_a_status_that_says_sent() -> None:
    leading_there = {step for step, move in workflow.MOVES.items() if move.target in SENT}

    assert leading_there == {Step.SEND_REFERRAL, Step.SEND_NOTIFICATION}


def test_nothing_leads_out_of_a_discarded_draft_or_a_withdrawal() -> None:
    assert workflow.steps_from(S.DISCARDED) == workflow.steps_from(S.WITHDRAWN) == []


def test_a_discard_and_a_withdrawal_need_a_reason() -> None:
    assert {step for step, move in workflow.MOVES.items() if move.needs_reason} == {Step.DISCARD, Step.WITHDRAW}


# By route: the step that lodges, the one that records the sending (None: refused), and what then follows by itself
# from TRIAGE and from CONSENT_PENDING.
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
    expected = {S.TRIAGE: from_triage, S.CONSENT_PENDING: from_waiting}.get(status)

    assert workflow.step_with_route(status, route) == expected
    assert expected is None or (status, expected) in POSSIBLE
