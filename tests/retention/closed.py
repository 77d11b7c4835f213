"""A case of a force that has ended, with nothing beside it that still runs."""

from datetime import date, datetime, timedelta

from agencies.models import Membership
from referrals import listing
from referrals.enums import Status, Step
from referrals.models import QueueRow, Referral, StepTaken
from tests.lodging.factories import NOW, Force
from tests.queue.cases import listed

LONG_AGO = timedelta(days=7 * 366)


def close(case: Referral, by: Membership, on: datetime) -> Referral:
    Referral.objects.filter(pk=case.pk).update(status=Status.CLOSED)
    case.refresh_from_db()
    StepTaken.objects.create(
        referral=case, step=Step.CLOSE, source=Status.CG_POSITIVE, target=Status.CLOSED, on=date(2019, 1, 1),
        taken_by=by.user, taken_at=on,
    )  # fmt: skip
    listing.refresh(case, at=on)
    QueueRow.objects.filter(pk=case.pk).update(is_open=False, received_at=on)
    return case


def closed(force: Force, on: datetime = NOW - LONG_AGO, **facts: object) -> Referral:
    return close(listed(force, **facts), force.manager, on)
