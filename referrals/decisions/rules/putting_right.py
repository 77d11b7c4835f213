"""Which steps are put right by a step back, and who may. A mistake stays on the timeline, beside what put it right."""

from agencies.enums import Permission
from referrals.enums import Mover, Step
from referrals.rules.workflow import Move

FOLLOWS_FROM_THEM = "This followed from what they decided, or from their age. Record what is right there instead."
NEVER = {
    **dict.fromkeys(
        [Step.LODGE, Step.LODGE_WAITING, Step.LODGE_SENT],
        "It was passed on, and the force has it. That cannot be undone: correct what is wrong, or tell of the error.",
    ),
    Step.DISCARD: "A draft that was discarded stays so.",
    **dict.fromkeys([Step.WAIT, Step.DECIDE, Step.CHANGE_MIND], FOLLOWS_FROM_THEM),
}

MARKED = "The sending is marked as a mistake. If something really went there, tell of the error first."
# What a step back leaves as it is, and somebody has to look at.
STAYS = {
    Step.WITHDRAW: "That they withdrew stands in their consent. Record what they decide about being referred.",
    Step.SEND_REFERRAL: MARKED,
    Step.SEND_NOTIFICATION: MARKED,
}


def reason_not_to_put_right(step: Step) -> str | None:
    return NEVER.get(step)


def needed_to_put_right(move: Move | None) -> Permission:
    """What a supervisor approved, only a supervisor undoes."""
    by_supervisor = move is not None and move.mover == Mover.SUPERVISOR
    return Permission.APPROVE if by_supervisor else Permission.RECORD_DECISION
