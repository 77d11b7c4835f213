"""A case that was passed on, with as little in it as a clock needs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from referrals import deadlines
from referrals.enums import DeadlineKind, Status
from referrals.models import ClockLength, Deadline, Referral
from tests.factories import actor_of, referral_of
from tests.lodging.factories import Force

# A Monday.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def case_of(force: Force, status: Status = Status.TRIAGE, **facts: Any) -> Referral:
    passed_on = {"status": status, "lodged_at": NOW, "force": force.agency, "unit": force.unit}
    return referral_of(force.officer, **{**passed_on, "owner": force.officer.user, **facts})


def started(
    referral: Referral, kind: DeadlineKind, force: Force, *, at: datetime = NOW, typed: datetime | None = None
) -> Deadline:
    by, owner = actor_of(force.officer), referral.owner_id
    deadlines.start(referral, kind, owner_id=owner, by=by, at=at, typed_due_at=typed)
    return Deadline.objects.get(referral=referral, kind=kind, done_at=None)


def own_length(force: Force, kind: DeadlineKind, number: int, unit: str, **facts: Any) -> ClockLength:
    given = {"valid_from": NOW.date(), "set_by": force.manager.user, "set_at": NOW, **facts}
    return ClockLength.objects.create(agency=force.agency, kind=kind, number=number, unit=unit, **given)
