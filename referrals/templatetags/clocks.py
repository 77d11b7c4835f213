"""How pages say how much time is left, and that a case is not sent yet."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.timezone import localdate

from referrals.dossier import Dossier
from referrals.enums import DeadlineKind
from referrals.models import Deadline
from referrals.rules import clocks
from referrals.rules.clocks import Clock, Rule
from referrals.rules.workflow import NOT_SENT_ON

register = template.Library()


@dataclass(frozen=True)
class NotSent:
    """Who answers for sending it, by when, and what stands in the way."""

    owner: str
    deadline: Deadline | None
    reason: str


@register.simple_tag
def clock_of(deadline: Deadline, why: str = "") -> Clock:
    """`why` it is paused, where that may be shown."""
    return clocks.clock_of(
        starts_at=deadline.starts_at,
        due_at=deadline.due_at,
        done_at=deadline.done_at,
        at=timezone.now(),
        rule=deadline.rule,
        paused_at=deadline.paused_at,
        why=why,
    )


@register.simple_tag
def next_clock(kind: str, due_at: datetime) -> Clock:
    """Of a list that knows only the kind of a clock, and when it is due."""
    return clocks.next_clock(kind, due_at, timezone.now())


@register.simple_tag
def standard_of(deadline: Deadline) -> Rule | None:
    return deadline.rule


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
def on_day(moment: datetime) -> str:
    """For example "today, 02:31"."""
    return clocks.on_day(moment, timezone.now())
