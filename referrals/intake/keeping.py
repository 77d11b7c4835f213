"""How long a draft is kept, and who may throw it away: what its page and every list of drafts say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from agencies import access
from agencies.actors import Actor
from referrals.intake.holding import holding_something, holds_information
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
    return _keeping(draft, holds=holds_information(draft.pk))


def keeping_of_each(drafts: Collection[Referral]) -> dict[int, Keeping]:
    """By primary key, in two queries at most: only for what a page shows, because each is long."""
    holding = holding_something([draft.pk for draft in drafts])
    return {draft.pk: _keeping(draft, holds=draft.pk in holding) for draft in drafts}


def _keeping(draft: Referral, *, holds: bool) -> Keeping:
    expiry = None if holds else expiry_of(draft.saved_at)
    return Keeping(
        warn_on=expiry.warn_on if expiry else None,
        delete_on=expiry.delete_on if expiry else None,
        seen_by_unit_from=seen_by_unit_from(draft.started_at),
        is_seen_by_unit=draft.is_left_lying,
    )


def may_be_discarded(*, is_empty: bool, by: Actor) -> bool:
    """An empty draft by its author; one that holds something only by a supervisor."""
    return is_empty or by.has_any(access.SUPERVISORS)
