"""How long a draft is kept, and who may throw it away: what its page and every list of drafts say."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from agencies import access
from agencies.actors import Actor
from referrals.intake.holding import holding, holds_information
from referrals.models import Referral
from referrals.rules.expiry import expiry_of, seen_by_unit_from


@dataclass(frozen=True)
class Keeping:
    """`delete_on` is None for what is never deleted by itself."""

    warn_on: date | None
    delete_on: date | None
    seen_by_unit_from: datetime
    is_seen_by_unit: bool

    @property
    def is_empty(self) -> bool:
        return self.delete_on is not None


def keeping_of(draft: Referral) -> Keeping:
    """Of a draft of a list, which `with_what_they_hold` made, or of a single one."""
    holds = getattr(draft, "holds_something", None)
    if holds is None:
        holds = holds_information(draft.pk)
    expiry = None if holds else expiry_of(draft.saved_at)
    return Keeping(
        warn_on=expiry.warn_on if expiry else None,
        delete_on=expiry.delete_on if expiry else None,
        seen_by_unit_from=seen_by_unit_from(draft.started_at),
        is_seen_by_unit=draft.is_left_lying,
    )


def with_what_they_hold(drafts: QuerySet[Referral]) -> QuerySet[Referral]:
    return drafts.annotate(holds_something=ExpressionWrapper(holding(), output_field=BooleanField()))


def may_be_discarded(*, is_empty: bool, by: Actor) -> bool:
    """An empty draft by its author; one that holds something only by a supervisor."""
    return is_empty or by.has_any(access.SUPERVISORS)
