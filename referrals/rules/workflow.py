"""Which step may follow which status. The only place that knows.

Lodged is not sent: nothing reaches a status that says so but a step that records the sending. Nothing here holds a
referral back: whatever is lodged and not sent may be sent, on whichever route it is.
"""

from dataclasses import dataclass

from agencies.refusals import Refused
from referrals.enums import Route, Status, Step


class StepRefused(Refused):
    """The referral does not stand where this step is possible."""


@dataclass(frozen=True)
class Move:
    sources: frozenset[Status]
    target: Status
    needs_reason: bool = False


def _from(*sources: Status, to: Status, needs_reason: bool = False) -> Move:
    return Move(frozenset(sources), to, needs_reason)


MOVES = {
    Step.LODGE: _from(Status.DRAFT, to=Status.TRIAGE),
    Step.LODGE_WAITING: _from(Status.DRAFT, to=Status.CONSENT_PENDING),
    Step.DISCARD: _from(Status.DRAFT, to=Status.DISCARDED, needs_reason=True),
    Step.SEND_REFERRAL: _from(Status.TRIAGE, Status.CONSENT_PENDING, to=Status.NRM_SUBMITTED),
    Step.SEND_NOTIFICATION: _from(Status.TRIAGE, Status.CONSENT_PENDING, to=Status.DTN_SENT),
    Step.WAIT: _from(Status.TRIAGE, to=Status.CONSENT_PENDING),
    Step.DECIDE: _from(Status.CONSENT_PENDING, to=Status.TRIAGE),
    Step.CHANGE_MIND: _from(Status.DTN_SENT, to=Status.CONSENT_PENDING),
    Step.RETURN: _from(Status.NRM_SUBMITTED, to=Status.TRIAGE),
    Step.WITHDRAW: _from(Status.NRM_SUBMITTED, to=Status.WITHDRAWN, needs_reason=True),
}

NOT_SENT_ON = {
    Route.WAIT: "Nothing is sent while they think it over. Ask them again, and record what they decide.",
    Route.UNKNOWN: "The route is not known yet. Answer age and consent first.",
    Route.ADVICE_ONLY: "Nothing is sent on this route: who refers is not bound by the duty to notify.",
}


def steps_from(status: Status) -> list[Step]:
    return [step for step, move in MOVES.items() if status in move.sources]


def move_for(step: Step, status: Status) -> Move:
    move = MOVES[step]
    if status not in move.sources:
        raise StepRefused(f"{step.label} is not possible now: “{status.label}”.")
    return move


def lodging_step(route: Route) -> Step:
    return Step.LODGE_WAITING if route == Route.WAIT else Step.LODGE


def sending_step(route: Route) -> Step:
    if route in NOT_SENT_ON:
        raise StepRefused(NOT_SENT_ON[route])
    return Step.SEND_REFERRAL if route.is_referral else Step.SEND_NOTIFICATION


def step_with_route(status: Status, route: Route) -> Step | None:
    """What follows by itself when an adult asks for time, or has decided. None: the status still fits."""
    if status == Status.TRIAGE and route == Route.WAIT:
        return Step.WAIT
    if status == Status.CONSENT_PENDING and route not in {Route.WAIT, Route.UNKNOWN}:
        return Step.DECIDE
    return None
