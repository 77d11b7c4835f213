"""Home postcodes of colleagues, by which an auditor finds who opened a case at their own address. Nobody reads them."""

import re
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.doors.sealing import seal, unseal
from agencies.enums import Permission
from agencies.models import HomePostcode, Membership
from audit import actions as audit
from audit.enums import Operation

# Nearly all of those in use. Those that are not are found all the same: both sides are written in one way.
IN_FORM = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")


def as_compared(postcode: str) -> str:
    """However it was typed."""
    return "".join(postcode.split()).upper()


@transaction.atomic
def record_home(membership: Membership, *, postcode: str, by: Actor, at: datetime) -> None:
    """In the place of what was there."""
    access.require(by, Permission.MANAGE_COLLEAGUES, membership.relations_to(by))
    facts = {"sealed": seal(as_compared(postcode).encode()), "recorded_by_id": by.user_id, "recorded_at": at}
    HomePostcode.objects.update_or_create(membership=membership, defaults=facts)
    audit.record(Operation.SECURITY, "colleague.home_recorded", membership.reference, by=by, at=at)


@transaction.atomic
def forget_home(membership: Membership, *, by: Actor, at: datetime) -> None:
    access.require(by, Permission.MANAGE_COLLEAGUES, membership.relations_to(by))
    gone, _ = HomePostcode.objects.filter(membership=membership).delete()
    if gone:
        audit.record(Operation.SECURITY, "colleague.home_forgotten", membership.reference, by=by, at=at)


def homes(agency_id: int | None, people: Collection[int]) -> dict[int, str]:
    """By person, as compared, of those whose home their agency recorded."""
    rows = HomePostcode.objects.filter(membership__agency=agency_id, membership__user__in=people)
    return {user: unseal(bytes(sealed)).decode() for user, sealed in rows.values_list("membership__user", "sealed")}
