from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals.enums import ReviewOutcome
from referrals.ledger.rules.unusual import Finding, reason_not_to_review
from referrals.models import AccessReview


@transaction.atomic
def review(finding: Finding, *, outcome: ReviewOutcome, note: str, by: Actor, at: datetime) -> AccessReview:
    """Say of unusual access what it was. Nothing is overwritten: a later review stands below the one before."""
    access.require(by, Permission.READ_LEDGER, {Relation.OWN_AGENCY})
    if problem := reason_not_to_review(finding, by.user_id):
        raise Refused(problem)
    made = AccessReview.objects.create(
        agency=Agency.objects.get(code=by.agency_code),
        rule=finding.rule,
        entry=finding.first,
        about=finding.person,
        outcome=outcome,
        note=note,
        reviewed_by_id=by.user_id,
        reviewed_at=at,
    )
    changed = {"entry": finding.first, "rule": finding.rule, "outcome": outcome, "note": note}
    audit.record(Operation.ALTERATION, "access.reviewed", f"review:{made.pk}", by=by, at=at, changed=changed)
    return made
