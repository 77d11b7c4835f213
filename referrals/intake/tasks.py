from celery import shared_task
from django.utils import timezone

from referrals.intake import expiry


@shared_task(name="referrals.expire_empty_drafts", ignore_result=True)
def expire_empty_drafts() -> int:
    """Safe to run twice: a draft is deleted once, and warned of once for each date."""
    return expiry.expire_empty_drafts(at=timezone.now())


@shared_task(name="referrals.find_drafts_left_lying", ignore_result=True)
def find_drafts_left_lying() -> int:
    """Safe to run twice: a draft is shown to its unit once."""
    return expiry.find_drafts_left_lying(at=timezone.now())
