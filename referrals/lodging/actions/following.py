"""What follows by itself when something about a lodged case changes its route."""

from datetime import datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from referrals import deadlines, listing, stepping
from referrals.dossier import Dossier
from referrals.enums import Route, Status, Step
from referrals.rules import workflow


def follow_route(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """`dossier` is read after the change, in the transaction that made it and locked the case."""
    referral = dossier.referral
    route = dossier.routing(localdate(at)).route
    # Somebody of whom only a notification was sent is referred once they say yes, or are found to be a child.
    if referral.status == Status.DTN_SENT and (route.is_referral or route == Route.WAIT):
        stepping.take(referral, Step.CHANGE_MIND, by=by, at=at)
    if step := workflow.step_with_route(Status(referral.status), route):
        stepping.take(referral, step, by=by, at=at)
    deadlines.keep_up_with_route(dossier, by=by, at=at)
    listing.refresh(referral, at=at, by=by)
