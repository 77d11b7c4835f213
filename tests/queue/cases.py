"""Lodged cases in lists, made quickly: a row is written by the same function as everybody's."""

from datetime import datetime, timedelta
from typing import Any

from referrals import listing
from referrals.enums import Status
from referrals.models import Referral
from tests.factories import referral_of
from tests.lodging.factories import NOW, Force


def listed(force: Force, *, at: datetime = NOW, due: timedelta | None = None, **facts: Any) -> Referral:
    """Of the force's unit, with nobody of the unit yet. `due`: from `at` on, for a clock."""
    usual: dict[str, Any] = {
        "status": Status.TRIAGE, "force": force.agency, "unit": force.unit, "lodged_at": at,
        "owner": force.officer.user,
    }  # fmt: skip
    referral = referral_of(force.officer, **{**usual, **facts})
    if due is not None:
        referral.deadlines.create(kind="SEND_TO_HO", starts_at=at - timedelta(days=9), due_at=at + due)
    listing.refresh(referral, at=at)
    return referral
