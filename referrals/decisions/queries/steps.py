"""What the pages of steps have to know."""

from datetime import date

from django.utils.timezone import localdate

from referrals.enums import DeadlineKind
from referrals.models import Referral, StepTaken


def last_day_to_ask(referral: Referral) -> date | None:
    """To ask the Home Office to look again. None: no such clock runs."""
    running = referral.deadlines.filter(kind=DeadlineKind.ASK_AGAIN, done_at=None).first()
    return localdate(running.due_at) if running else None


def steps_of(referral: Referral) -> list[StepTaken]:
    """The newest first."""
    return list(referral.steps.select_related("taken_by").order_by("-pk"))
