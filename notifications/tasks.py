"""All are safe to run twice and at once: rows are locked, and what is done is marked in the same transaction."""

from celery import shared_task
from django.utils import timezone

from notifications import actions, delivery, sweeping
from notifications.channels import digests, receipts, sending


@shared_task(name="notifications.deliver", ignore_result=True)
def deliver(ids: list[int]) -> int:
    return delivery.deliver(ids, at=timezone.now())


@shared_task(name="notifications.send", ignore_result=True)
def send(ids: list[int]) -> int:
    return sending.send(ids, at=timezone.now())


@shared_task(name="notifications.sweep", ignore_result=True)
def sweep() -> int:
    return sweeping.sweep(at=timezone.now())


@shared_task(name="notifications.climb", ignore_result=True)
def climb() -> int:
    return actions.climb(at=timezone.now())


@shared_task(name="notifications.make_digests", ignore_result=True)
def make_digests() -> int:
    return digests.make_digests(at=timezone.now())


@shared_task(name="notifications.ask_for_receipts", ignore_result=True)
def ask_for_receipts() -> int:
    return receipts.ask_for_receipts(at=timezone.now())
