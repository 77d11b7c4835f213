"""Which step may follow which status, whose move it is, and which clocks it starts and stops. Only this knows.

Lodged is not sent: nothing reaches a status that says so but a step that records the sending. Nothing here holds a
referral back: whatever is lodged and not sent may be sent, on whichever route it is. The Home Office decides, and we
record: a decision of theirs that this table does not list is recorded all the same, and read by a second person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agencies.refusals import Refused
from referrals.enums import DeadlineKind as Clock
from referrals.enums import Mover, Route, Status, Step

S = Status


class StepRefused(Refused):
    """The referral does not stand where this step is possible."""


@dataclass(frozen=True)
class Move:
    """One row. `target` None: back to where the referral came from, which is stored with it."""

    step: Step
    source: Status
    target: Status | None
    mover: Mover
    needs_reason: bool = False
    starts: frozenset[Clock] = frozenset()
    stops: frozenset[Clock] = frozenset()


def _from(
    *sources: Status,
    step: Step,
    to: Status | None,
    by: Mover,
    needs_reason: bool = False,
    starts: Iterable[Clock] = (),
    stops: Iterable[Clock] = (),
) -> list[Move]:
    clocks = {"starts": frozenset(starts), "stops": frozenset(stops)}
    return [Move(step, source, to, by, needs_reason, **clocks) for source in sources]


CLOSED_FOR_GOOD = frozenset({S.CLOSED, S.DISCARDED})
ANY_OPEN = tuple(status for status in Status if status not in CLOSED_FOR_GOOD)
NOT_SENT = frozenset({S.DRAFT, S.INBOUND, S.TRIAGE, S.SAFEGUARDING_HOLD, S.CONSENT_PENDING, S.NFA_LOCAL})
ANY_SENT = tuple(status for status in ANY_OPEN if status not in NOT_SENT)
# An adult leaves the NRM from wherever they are in it.
IN_THE_NRM = tuple(status for status in ANY_SENT if status not in {S.DTN_SENT, S.WITHDRAWN, S.DECEASED})
# Where it goes on after it was put aside while a question of the Home Office was open.
GOES_ON_AS = {S.RG_FIR: S.RG_PENDING, S.CG_FIR: S.RG_POSITIVE}
BEFORE_FIRST = (S.NRM_SUBMITTED, S.RG_PENDING, S.RG_FIR)
BEFORE_FINAL = (S.RG_POSITIVE, S.CG_FIR)

LODGED = (Clock.SEND, Clock.CRIME_RECORD)
BEFORE_SENDING = (Clock.SEND, Clock.COMPLETE, Clock.ADOPT)
FIRST_TARGETS = (Clock.FIRST_DECISION, Clock.PANEL_DECISION, Clock.QUESTION)
AFTER_FIRST_YES = (Clock.RECOVERY, Clock.FINAL_NOT_BEFORE)
AFTER_NO = (Clock.ASK_AGAIN, Clock.SUPPORT_ENDS)
UNTIL_FINAL = (*AFTER_FIRST_YES, Clock.QUESTION)
# What has no meaning any more once the NRM is over for somebody. What runs beside it goes on.
OF_THE_NRM = (
    *(*BEFORE_SENDING, *FIRST_TARGETS, *AFTER_FIRST_YES, Clock.ASK_AGAIN, Clock.REPRESENTATIONS, Clock.TURNS_18),
)

AUTHORITY, PANEL, PERSON = Mover.COMPETENT_AUTHORITY, Mover.PANEL, Mover.PERSON
RESPONDER, UNIT, SUPERVISOR = Mover.FIRST_RESPONDER, Mover.UNIT, Mover.SUPERVISOR

MOVES: tuple[Move, ...] = (
    # From the first answer to the sending
    *_from(S.DRAFT, step=Step.LODGE, to=S.TRIAGE, by=Mover.RECORDER, starts=LODGED),
    *_from(S.DRAFT, step=Step.LODGE_WAITING, to=S.CONSENT_PENDING, by=RESPONDER, starts=LODGED),
    *_from(S.DRAFT, step=Step.LODGE_SENT, to=S.NRM_SUBMITTED, by=RESPONDER, starts=[Clock.CRIME_RECORD]),
    *_from(S.DRAFT, step=Step.DISCARD, to=S.DISCARDED, by=SUPERVISOR, needs_reason=True),
    *_from(S.TRIAGE, S.SAFEGUARDING_HOLD, step=Step.WAIT, to=S.CONSENT_PENDING, by=RESPONDER),
    *_from(
        *(S.TRIAGE, S.SAFEGUARDING_HOLD, S.CONSENT_PENDING), step=Step.SEND_REFERRAL, to=S.NRM_SUBMITTED, by=RESPONDER,
        stops=[Clock.SEND, Clock.COMPLETE],
    ),
    *_from(
        *(S.TRIAGE, S.SAFEGUARDING_HOLD, S.CONSENT_PENDING), step=Step.SEND_NOTIFICATION, to=S.DTN_SENT, by=RESPONDER,
        stops=[Clock.SEND, Clock.COMPLETE],
    ),
    *_from(S.TRIAGE, step=Step.HOLD, to=S.SAFEGUARDING_HOLD, by=UNIT, needs_reason=True),
    *_from(S.SAFEGUARDING_HOLD, step=Step.RELEASE, to=S.TRIAGE, by=UNIT, needs_reason=True),
    *_from(
        S.TRIAGE, step=Step.FIND_NO_SIGNS, to=S.NFA_LOCAL, by=SUPERVISOR, needs_reason=True, stops=BEFORE_SENDING
    ),
    *_from(S.CONSENT_PENDING, step=Step.DECIDE, to=S.TRIAGE, by=RESPONDER),
    *_from(S.DTN_SENT, step=Step.CHANGE_MIND, to=S.CONSENT_PENDING, by=RESPONDER, starts=[Clock.SEND]),
    # Somebody else told us: the clock for the crime runs since then
    *_from(S.INBOUND, step=Step.TAKE_ON_INBOUND, to=S.TRIAGE, by=UNIT, starts=[Clock.SEND]),
    *_from(S.INBOUND, step=Step.RECEIVED, to=S.RG_PENDING, by=UNIT, starts=[Clock.FIRST_DECISION]),
    *_from(S.INBOUND, step=Step.FIRST_YES, to=S.RG_POSITIVE, by=UNIT, starts=AFTER_FIRST_YES),
    *_from(S.INBOUND, step=Step.FIRST_NO, to=S.RG_NEGATIVE, by=UNIT, starts=[Clock.ASK_AGAIN]),
    *_from(S.INBOUND, step=Step.FINAL_YES, to=S.CG_POSITIVE, by=UNIT, starts=[Clock.MOVE_ON]),
    *_from(S.INBOUND, step=Step.FINAL_NO, to=S.CG_NEGATIVE, by=UNIT, starts=[Clock.ASK_AGAIN]),
    *_from(S.INBOUND, step=Step.DISQUALIFY, to=S.DISQUALIFIED, by=UNIT),
    # Up to the first decision
    *_from(S.NRM_SUBMITTED, step=Step.RECEIVED, to=S.RG_PENDING, by=AUTHORITY, starts=[Clock.FIRST_DECISION]),
    *_from(S.NRM_SUBMITTED, step=Step.RETURN, to=S.TRIAGE, by=AUTHORITY, needs_reason=True, starts=[Clock.SEND]),
    *_from(
        *BEFORE_FIRST, step=Step.FIRST_YES, to=S.RG_POSITIVE, by=AUTHORITY, starts=AFTER_FIRST_YES, stops=FIRST_TARGETS
    ),
    *_from(
        *BEFORE_FIRST, step=Step.FIRST_NO, to=S.RG_NEGATIVE, by=AUTHORITY, needs_reason=True,
        starts=AFTER_NO, stops=FIRST_TARGETS,
    ),
    *_from(S.RG_PENDING, step=Step.ASK_BEFORE_FIRST, to=S.RG_FIR, by=AUTHORITY, starts=[Clock.QUESTION]),
    *_from(S.RG_FIR, step=Step.REPLY, to=S.RG_PENDING, by=RESPONDER, stops=[Clock.QUESTION]),
    *_from(
        S.RG_PENDING, step=Step.FINAL_YES, to=S.CG_POSITIVE, by=PANEL,
        starts=[Clock.MOVE_ON], stops=[Clock.FIRST_DECISION, Clock.PANEL_DECISION],
    ),
    *_from(
        S.RG_PENDING, step=Step.FINAL_NO, to=S.CG_NEGATIVE, by=PANEL, needs_reason=True,
        starts=[Clock.ASK_AGAIN], stops=[Clock.FIRST_DECISION, Clock.PANEL_DECISION],
    ),
    # Up to the final decision
    *_from(S.RG_POSITIVE, step=Step.ASK_BEFORE_FINAL, to=S.CG_FIR, by=AUTHORITY, starts=[Clock.QUESTION]),
    *_from(S.CG_FIR, step=Step.REPLY, to=S.RG_POSITIVE, by=RESPONDER, stops=[Clock.QUESTION]),
    *_from(
        *BEFORE_FINAL, step=Step.FINAL_YES, to=S.CG_POSITIVE, by=AUTHORITY, starts=[Clock.MOVE_ON], stops=UNTIL_FINAL
    ),
    *_from(
        *BEFORE_FINAL, step=Step.FINAL_NO, to=S.CG_NEGATIVE, by=AUTHORITY, needs_reason=True,
        starts=AFTER_NO, stops=UNTIL_FINAL,
    ),
    # Asking them to look again
    *_from(
        S.RG_NEGATIVE, S.CG_NEGATIVE, step=Step.ASK_AGAIN, to=S.RECON_REQUESTED, by=PERSON, needs_reason=True,
        stops=[Clock.ASK_AGAIN],
    ),
    *_from(S.DISQUALIFIED, step=Step.ASK_AGAIN, to=S.RECON_REQUESTED, by=PERSON, needs_reason=True),
    *_from(S.RECON_REQUESTED, step=Step.FIRST_YES, to=S.RG_POSITIVE, by=AUTHORITY, starts=AFTER_FIRST_YES),
    *_from(S.RECON_REQUESTED, step=Step.FINAL_YES, to=S.CG_POSITIVE, by=AUTHORITY, starts=[Clock.MOVE_ON]),
    *_from(S.RECON_REQUESTED, step=Step.UPHOLD, to=None, by=AUTHORITY, needs_reason=True),
    # Protection
    *_from(
        S.RG_POSITIVE, S.CG_FIR, S.CG_POSITIVE, step=Step.QUESTION_PROTECTION, to=S.DISQ_CONSIDERED, by=AUTHORITY,
        needs_reason=True, starts=[Clock.REPRESENTATIONS],
    ),
    *_from(S.DISQ_CONSIDERED, step=Step.KEEP_PROTECTION, to=None, by=AUTHORITY, stops=[Clock.REPRESENTATIONS]),
    *_from(
        S.DISQ_CONSIDERED, step=Step.DISQUALIFY, to=S.DISQUALIFIED, by=AUTHORITY, needs_reason=True,
        stops=[Clock.REPRESENTATIONS],
    ),
    # Out of reach
    *_from(
        *(S.RG_PENDING, S.RG_FIR), step=Step.SUSPEND, to=S.SUSPENDED, by=AUTHORITY, needs_reason=True,
        stops=FIRST_TARGETS,
    ),
    *_from(S.RG_POSITIVE, step=Step.SUSPEND, to=S.SUSPENDED, by=AUTHORITY, needs_reason=True),
    *_from(
        S.CG_FIR, step=Step.SUSPEND, to=S.SUSPENDED, by=AUTHORITY, needs_reason=True, stops=[Clock.QUESTION]
    ),
    *_from(S.SUSPENDED, step=Step.RESUME, to=S.RG_PENDING, by=AUTHORITY, starts=[Clock.FIRST_DECISION]),
    *_from(S.SUSPENDED, step=Step.RESUME_AFTER_FIRST, to=S.RG_POSITIVE, by=AUTHORITY),
    # The end
    *_from(*IN_THE_NRM, step=Step.WITHDRAW, to=S.WITHDRAWN, by=PERSON, needs_reason=True, stops=OF_THE_NRM),
    *_from(
        *(each for each in ANY_OPEN if each not in {S.DRAFT, S.DECEASED}), step=Step.DIED, to=S.DECEASED, by=UNIT,
        needs_reason=True, stops=OF_THE_NRM,
    ),
    *_from(*ANY_SENT, step=Step.CONFIRM_ERROR, to=S.CLOSED, by=AUTHORITY, needs_reason=True, stops=OF_THE_NRM),
    *_from(
        *(S.RG_NEGATIVE, S.CG_NEGATIVE, S.CG_POSITIVE, S.DISQUALIFIED, S.DTN_SENT, S.NFA_LOCAL, S.WITHDRAWN),
        S.DECEASED, step=Step.CLOSE, to=S.CLOSED, by=SUPERVISOR, needs_reason=True, stops=OF_THE_NRM,
    ),
    *_from(S.CLOSED, step=Step.REOPEN, to=None, by=SUPERVISOR, needs_reason=True),
)  # fmt: skip
ROWS = {(move.step, move.source): move for move in MOVES}

# What the Home Office, or whoever decides for it, did: recorded whether or not the table lists it.
OF_THE_HOME_OFFICE = frozenset(
    {
        Step.RETURN, Step.RECEIVED, Step.ASK_BEFORE_FIRST, Step.FIRST_YES, Step.FIRST_NO, Step.ASK_BEFORE_FINAL,
        Step.FINAL_YES, Step.FINAL_NO, Step.UPHOLD, Step.QUESTION_PROTECTION, Step.KEEP_PROTECTION, Step.DISQUALIFY,
        Step.SUSPEND, Step.RESUME, Step.RESUME_AFTER_FIRST, Step.CONFIRM_ERROR,
    }
)  # fmt: skip

NOT_SENT_ON = {
    Route.WAIT: "Nothing is sent while they think it over. Ask them again, and record what they decide.",
    Route.UNKNOWN: "The route is not known yet. Answer age and consent first.",
    Route.ADVICE_ONLY: "Nothing is sent on this route: who refers is not bound by the duty to notify.",
}


def steps_from(status: Status) -> list[Step]:
    return [move.step for move in MOVES if move.source == status]


def move_for(step: Step, status: Status) -> Move:
    """Raises StepRefused."""
    move = ROWS.get((step, status))
    if move is None:
        raise StepRefused(f"{step.label} is not possible now: “{status.label}”.")
    return move


def target_of(move: Move, came_from: Status | None) -> Status:
    """`came_from`: where the referral stood before it went aside, was closed, or was questioned. Raises StepRefused."""
    if move.target:
        return move.target
    if came_from is None:
        raise StepRefused(f"{move.step.label} is not possible: nothing says where it stood before.")
    return GOES_ON_AS.get(came_from, came_from) if move.step == Step.KEEP_PROTECTION else came_from


def unlisted_move(step: Step, status: Status) -> Move:
    """What follows from a Home Office decision that the table does not list from here: as from where it is usual.

    It ends every clock that it ends from anywhere, and what would lead back leaves the case where it stands. Raises
    StepRefused for a step of ours.
    """
    if step not in OF_THE_HOME_OFFICE or status in {Status.DRAFT, Status.DISCARDED}:
        raise StepRefused(f"{step.label} is not possible now: “{status.label}”.")
    rows = [move for move in MOVES if move.step == step]
    usual = next(move for move in rows if move.mover == AUTHORITY)
    stops = frozenset[Clock]().union(*(move.stops for move in rows))
    return Move(step, status, usual.target or status, usual.mover, usual.needs_reason, usual.starts, stops)


def final_decision_possible_from(first_yes: date) -> date:
    """Thirty days after the first yes. Derived from that date, and never a status that time moves. No last day."""
    return first_yes + timedelta(days=30)


def lodging_step(route: Route) -> Step:
    return Step.LODGE_WAITING if route == Route.WAIT else Step.LODGE


def sending_step(route: Route) -> Step:
    if route in NOT_SENT_ON:
        raise StepRefused(NOT_SENT_ON[route])
    return Step.SEND_REFERRAL if route.is_referral else Step.SEND_NOTIFICATION


def step_with_route(status: Status, route: Route) -> Step | None:
    """What follows by itself when an adult asks for time, or has decided. None: the status still fits."""
    if status in {Status.TRIAGE, Status.SAFEGUARDING_HOLD} and route == Route.WAIT:
        return Step.WAIT
    if status == Status.CONSENT_PENDING and route not in {Route.WAIT, Route.UNKNOWN}:
        return Step.DECIDE
    return None
