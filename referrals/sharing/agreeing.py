"""What two agencies have signed about sharing, as an administrator records it."""

from datetime import date, datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency
from agencies.refusals import BoxRefused
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Agreement


@transaction.atomic
def record_agreement(
    *, agency: int, title: str, valid_from: date, valid_to: date | None, by: Actor, at: datetime
) -> Agreement:
    access.require(by, Permission.MANAGE_AGREEMENTS, {Relation.OWN_AGENCY})
    if valid_to and valid_to < valid_from:
        raise BoxRefused("valid_to", "The last day cannot be before the first.")
    made = Agreement.objects.create(
        of_agency=Agency.objects.get(pk=by.agency_id or 0),
        with_agency_id=agency,
        title=title,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    changed = {"with": agency, "from": str(valid_from), "to": str(valid_to)}
    audit.record(Operation.ALTERATION, "agreement.recorded", f"agreement:{made.pk}", by=by, at=at, changed=changed)
    return made


@transaction.atomic
def end_agreement(pk: int, *, last_day: date, by: Actor, at: datetime) -> Agreement:
    """Shares that rest on it end by their own date, or are stopped one by one."""
    access.require(by, Permission.MANAGE_AGREEMENTS, {Relation.OWN_AGENCY})
    found = Agreement.objects.select_for_update().get(pk=pk, of_agency=by.agency_id)
    if last_day < found.valid_from:
        raise BoxRefused("last_day", "The last day cannot be before the first.")
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    changed = {"to": str(last_day)}
    audit.record(Operation.ALTERATION, "agreement.ended", f"agreement:{pk}", by=by, at=at, changed=changed)
    return found
