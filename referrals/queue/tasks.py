from celery import shared_task
from django.utils import timezone

from referrals import listing


@shared_task(name="referrals.mark_overdue_rows", ignore_result=True)
def mark_overdue_rows() -> int:
    """Safe to run twice, and to miss: a row is marked once, and a later run finds what an earlier one did not."""
    return listing.mark_overdue(at=timezone.now())
