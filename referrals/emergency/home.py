"""What the home page says: what is open to somebody for an hour, and what waits for their review."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from referrals.emergency import queries

UNDER = "Emergencies"


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    actor = request.actor
    if access.may_at_all(actor, Permission.OPEN_IN_EMERGENCY):
        for opening in queries.open_now(actor, at).order_by("ends_at", "pk"):
            until = f"Open to you until {localtime(opening.ends_at):%H:%M}, to read"
            yield ToDo(f"Read {opening.referral.reference}", opening.get_absolute_url(), until, under=UNDER)
    if access.may_at_all(actor, Permission.REVIEW_EMERGENCY):
        yield from _to_review(request, at)


def _to_review(request: Request, at: datetime) -> Iterator[ToDo]:
    count, first = queries.count_waiting(request.actor)
    if first is None:
        return
    plural = "opening" if count == 1 else "openings"
    about = "Late: three working days are over" if first < at else f"The first by {localtime(first):%A %-d %B}"
    yield ToDo(f"Review {count:,} {plural} in an emergency", reverse("emergencies"), about, under=UNDER)
