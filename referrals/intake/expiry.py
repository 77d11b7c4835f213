"""What becomes of drafts by themselves: an empty one is deleted, one that holds something is shown to its unit."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies.access import RECORDERS
from agencies.enums import UnitKind
from agencies.models import Membership, Unit
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals.intake.erasing import erase
from referrals.intake.holding import holding
from referrals.models import Referral
from referrals.rules.expiry import LEFT_LYING_AFTER, WARNED_AFTER, expiry_of

ONE_DAY = timedelta(days=1)


def expire_empty_drafts(*, at: datetime) -> int:
    """Warns of what will be deleted, deletes what was to be deleted by today, and says how many that was."""
    old = Referral.objects.drafts().filter(saved_at__lt=at - WARNED_AFTER + ONE_DAY)
    return sum(_expire(pk, at) for pk in _keys(old.exclude(holding())))


def find_drafts_left_lying(*, at: datetime) -> int:
    old = Referral.objects.drafts().filter(is_left_lying=False, started_at__lte=at - LEFT_LYING_AFTER)
    return sum(_show_to_unit(pk, at) for pk in _keys(old.filter(holding())))


@transaction.atomic
def _expire(pk: int, at: datetime) -> bool:
    """Asked again under the lock: somebody may have written in it since."""
    locked = Referral.objects.select_for_update(of=("self",))
    draft = locked.drafts().exclude(holding()).filter(pk=pk).first()
    if draft is None:
        return False
    expiry, today = expiry_of(draft.saved_at), localdate(at)
    if today >= expiry.delete_on:
        erase(draft, "draft.expired", by=None, at=at)
        return True
    if today >= expiry.warn_on:
        _warn(draft, at)
    return False


def _warn(draft: Referral, at: datetime) -> None:
    """Once for each date told: whoever changes the draft has 28 days again."""
    if draft.expiry_warned_at and draft.expiry_warned_at >= draft.saved_at:
        return
    draft.expiry_warned_at = at
    draft.save(update_fields=["expiry_warned_at"])
    notifications.post(
        NoticeKind.DRAFT_EXPIRES,
        draft.reference,
        occasion=str(expiry_of(draft.saved_at).delete_on),
        at=at,
        people=[draft.holder_id] if draft.holder_id else [],
        units=[draft.unit_id] if draft.unit_id and not draft.holder_id else [],
    )


@transaction.atomic
def _show_to_unit(pk: int, at: datetime) -> bool:
    draft = Referral.objects.select_for_update(of=("self",)).drafts().filter(pk=pk, is_left_lying=False).first()
    if draft is None:
        return False
    draft.is_left_lying = True
    draft.save(update_fields=["is_left_lying"])
    audit.record(Operation.ALTERATION, "draft.left_lying", draft.reference, by=None, at=at)
    units = _units_that_look_after(draft, at)
    people = [] if units else _colleagues(draft, at)
    notifications.post(
        NoticeKind.DRAFT_NEEDS_SOMEBODY, draft.reference, occasion="day", at=at, units=units, people=people
    )
    return True


def _units_that_look_after(draft: Referral, at: datetime) -> list[int]:
    """The author's own, and the one that works on modern slavery, whose queue it is in."""
    of_agency = Unit.objects.on(localdate(at)).filter(agency=draft.agency_id, kind=UnitKind.MODERN_SLAVERY)
    own = [draft.unit_id] if draft.unit_id else []
    return [*own, *of_agency.order_by("pk").values_list("pk", flat=True)]


def _colleagues(draft: Referral, at: datetime) -> list[int]:
    """Where nobody has a unit, everybody of the agency who may carry on with it."""
    usable = Membership.objects.usable(localdate(at)).filter(agency=draft.agency_id)
    return list(usable.filter(roles__overlap=list(RECORDERS)).values_list("user_id", flat=True))


def _keys(drafts: QuerySet[Referral]) -> list[int]:
    return list(drafts.order_by("pk").values_list("pk", flat=True))
