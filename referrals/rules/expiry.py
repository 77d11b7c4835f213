"""How long a draft is kept, and when somebody besides its author sees it.

An empty one is deleted 28 days after it was last changed, and a week before that its holder is warned. One that holds
a person, a danger or grounds is police information: it is never deleted, and after a day the unit sees it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from referrals.rules.clocks import LONDON

WARNED_AFTER = timedelta(days=21)
DELETED_AFTER = timedelta(days=28)
LEFT_LYING_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Expiry:
    """`delete_on` is the day in whose first hours the draft is deleted, so it is kept until the day before."""

    warn_on: date
    delete_on: date


def expiry_of(saved_at: datetime) -> Expiry:
    """The date that people are told and the date on which it is done. There is no other."""
    changed_on = saved_at.astimezone(LONDON).date()
    return Expiry(warn_on=changed_on + WARNED_AFTER, delete_on=changed_on + DELETED_AFTER)


def seen_by_unit_from(started_at: datetime) -> datetime:
    """In hours that really pass, for a draft that holds something."""
    return started_at + LEFT_LYING_AFTER
