"""What left a case, as the ledger says it, and that it becomes work once they took back their agreement."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from agencies.actors import Actor
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals import chores
from referrals.models import Referral, Settlement, Task
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord

TITLE = "They took back their agreement: settle what left this case"
DETAILS = "Under Access, “What left this case”: say of each share, paper and print what was done about it."


def left(referral: Referral) -> QuerySet[Any]:
    """Each with `is_to_settle`."""
    rows = Entry.objects.filter(reference=referral.reference, operation=Operation.DISCLOSURE, outcome=Outcome.ALLOWED)
    return rows.annotate(is_to_settle=Case(When(_to_settle(referral), then=Value(True)), default=Value(False)))


def count_to_settle(referral: Referral) -> int:
    return left(referral).filter(is_to_settle=True).count()


def taken_back(referral: Referral) -> list[ConsentRecord]:
    """What they took back and have not given again, about being referred and about each agency."""
    about = [ConsentPurpose.REFERRAL, ConsentPurpose.SHARING]
    records = ConsentRecord.objects.filter(person=referral.person_id, purpose__in=about)
    newest = records.order_by("purpose", "agency_id", "-recorded_at", "-pk").distinct("purpose", "agency_id")
    return [each for each in newest if each.decision == ConsentDecision.WITHDRAWN]


def _to_settle(referral: Referral) -> Q:
    """Who takes back being referred takes back all of it; who takes back one agency, what went there."""
    found = Q(pk__in=[])
    for taken in taken_back(referral):
        settled = Settlement.objects.filter(entry_id=OuterRef("pk"), recorded_at__gte=taken.recorded_at)
        of_it = Q(shown__contains=[f"agency:{taken.agency_id}"]) if taken.agency_id else Q()
        found |= of_it & Q(at__lt=taken.recorded_at) & ~Q(Exists(settled))
    return found


def follow_up(referral: Referral, *, by: Actor, at: datetime) -> Task | None:
    """In the transaction that records what they took back. None where nothing left before, or it is to do already."""
    if not count_to_settle(referral) or referral.tasks.filter(title=TITLE, done_at=None).exists():
        return None
    return chores.give(referral, TITLE, DETAILS, by=by, at=at)
