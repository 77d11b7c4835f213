"""How pages say how much time is left, and that a case is not sent yet."""

from dataclasses import dataclass

from django import template
from django.utils import timezone
from django.utils.timezone import localdate

from referrals.dossier import Dossier
from referrals.enums import DeadlineKind
from referrals.models import Deadline
from referrals.rules import clocks
from referrals.rules.clocks import Clock, Standard
from referrals.rules.workflow import NOT_SENT_ON

register = template.Library()


@dataclass(frozen=True)
class NotSent:
    """Who answers for sending it, by when, and what stands in the way."""

    owner: str
    deadline: Deadline | None
    reason: str


@register.simple_tag
def clock_of(deadline: Deadline) -> Clock:
    return clocks.clock_of(
        starts_at=deadline.starts_at,
        due_at=deadline.due_at,
        done_at=deadline.done_at,
        at=timezone.now(),
        is_verified=standard_of(deadline).is_verified,
    )


@register.simple_tag
def standard_of(deadline: Deadline) -> Standard:
    return clocks.standard_for(DeadlineKind(deadline.kind), deadline.starts_at)


@register.simple_tag
def not_sent(dossier: Dossier) -> NotSent:
    open_ones = [deadline for deadline in dossier.deadlines if deadline.kind == DeadlineKind.SEND]
    still = next((deadline for deadline in open_ones if deadline.done_at is None), None)
    referral = dossier.referral
    reason = NOT_SENT_ON.get(dossier.routing(localdate()).route, "")
    if referral.is_concern and not referral.adopted_at:
        reason = f"It waits for a first responder of {referral.force} to take it on."
    return NotSent(str(referral.owner or referral.unit), still, reason)


@register.filter
def on_day(moment: object) -> str:
    """For example "today, 02:31"."""
    return clocks.on_day(moment, timezone.now())  # type: ignore[arg-type]
