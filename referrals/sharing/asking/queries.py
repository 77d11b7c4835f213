"""What they said about sharing, with each agency: the newest holds."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from agencies.models import Agency
from referrals.models import Referral
from referrals.sharing.queries import partners
from victims.enums import ConsentPurpose
from victims.models import ConsentRecord


def answers(referral: Referral) -> Iterable[ConsentRecord]:
    records = ConsentRecord.objects.filter(person=referral.person_id, purpose=ConsentPurpose.SHARING)
    newest = (
        records.order_by("agency_id", "-recorded_at", "-pk")
        .distinct("agency_id")
        .select_related("agency", "recorded_by")
    )
    return sorted(newest, key=lambda each: each.agency.name if each.agency else "")


def answer_about(referral: Referral, agency: int) -> ConsentRecord | None:
    return next((each for each in answers(referral) if each.agency_id == agency), None)


def agencies_to_ask_about(referral: Referral, on: date) -> QuerySet[Agency]:
    """Those that it could be shared with today, and those of which something is recorded or shared already."""
    known = {each.agency_id for each in answers(referral) if each.agency_id}
    shared = referral.shares.values("to_agency")
    found = Agency.objects.filter(pk__in=partners(referral, on).values("pk")) | Agency.objects.filter(pk__in=known)
    return (found | Agency.objects.filter(pk__in=shared)).order_by("name", "pk")
