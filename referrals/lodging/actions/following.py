"""What follows by itself when something about a lodged case changes its route."""

from datetime import datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from referrals import deadlines
from referrals.dossier import Dossier
from referrals.enums import DeadlineKind, Route, Status, Step
from referrals.rules import workflow


def follow_route(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """`dossier` is read after the change, in the transaction that made it and locked the case."""
    referral = dossier.referral
    route = dossier.routing(localdate(at)).route
    before = Status(referral.status)
    after = _status_on(route, before)
    if after != before:
        referral.status = after
        referral.save(update_fields=["status"])
    if before == Status.DTN_SENT and after != before:
        deadlines.start(referral, DeadlineKind.SEND, owner_id=referral.owner_id, by=by, at=at)
    deadlines.keep_up_with_route(dossier, by=by, at=at)


def _status_on(route: Route, status: Status) -> Status:
    """Somebody of whom only a notification was sent is referred once they say yes, or are found to be a child."""
    if status == Status.DTN_SENT and (route.is_referral or route == Route.WAIT):
        status = workflow.move_for(Step.CHANGE_MIND, status).target
    step = workflow.step_with_route(status, route)
    return workflow.move_for(step, status).target if step else status
