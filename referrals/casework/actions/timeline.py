"""Printing all of a case's history: somebody carries it away, so it is recorded as given out."""

from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Referral


@transaction.atomic
def print_timeline(pk: int, *, by: Actor, at: datetime) -> Referral:
    referral = Referral.objects.get(pk=pk)
    access.require(by, Permission.SEE_CASEWORK, referral.relations_to(by))
    audit.record(Operation.DISCLOSURE, "timeline.printed", referral.reference, by=by, at=at)
    return referral
