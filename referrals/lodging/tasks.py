from celery import shared_task
from django.utils import timezone

from referrals import deadlines


@shared_task(name="referrals.climb_deadlines", ignore_result=True)
def climb_deadlines() -> int:
    """Safe to run twice and at the same time: a deadline is locked, and each rung is told of once."""
    return deadlines.climb(at=timezone.now())
