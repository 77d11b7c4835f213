"""Home postcodes of colleagues, by which an auditor finds who opened a case at their own address. Nobody reads them."""

from collections.abc import Collection
from datetime import datetime

import structlog
from cryptography.fernet import InvalidToken
from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.doors.sealing import seal, unseal
from agencies.enums import Permission
from agencies.folding import folded_postcode
from agencies.models import HomePostcode, Membership
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation

log = structlog.get_logger()


@transaction.atomic
def record_home(membership: Membership, *, postcode: str, by: Actor, at: datetime) -> None:
    """In the place of what was there. Not of somebody who is deactivated: whoever that happens to leaves none."""
    access.require(by, Permission.MANAGE_COLLEAGUES, membership.relations_to(by))
    if not Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk).is_active:
        raise Refused("This colleague is deactivated. Reactivate them first.")
    facts = {"sealed": seal(folded_postcode(postcode).encode()), "recorded_by_id": by.user_id, "recorded_at": at}
    HomePostcode.objects.update_or_create(membership=membership, defaults=facts)
    audit.record(Operation.SECURITY, "colleague.home_recorded", membership.reference, by=by, at=at)


@transaction.atomic
def forget_home(membership: Membership, *, by: Actor, at: datetime) -> None:
    access.require(by, Permission.MANAGE_COLLEAGUES, membership.relations_to(by))
    gone, _ = HomePostcode.objects.filter(membership=membership).delete()
    if gone:
        audit.record(Operation.SECURITY, "colleague.home_forgotten", membership.reference, by=by, at=at)


def homes(agency_id: int | None, people: Collection[int]) -> dict[int, str]:
    """By person, folded, of those whose home their agency recorded. One whose key is gone is left out, and logged."""
    found = {}
    rows = HomePostcode.objects.filter(membership__agency=agency_id, membership__user__in=people)
    for user, sealed in rows.values_list("membership__user", "sealed"):
        try:
            found[user] = unseal(bytes(sealed)).decode()
        except InvalidToken:
            log.warning("home.unreadable", user_id=user)
    return found
