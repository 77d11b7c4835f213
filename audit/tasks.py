from celery import shared_task
from django.conf import settings
from django.utils import timezone

from audit.partitions import make_months_ahead
from audit.sealing.actions import seal_what_is_written
from audit.sealing.anchoring import tell_of_new_seals
from audit.sealing.keys import key_of


@shared_task(name="audit.seal", ignore_result=True, expires=60)
def seal() -> None:
    seal_what_is_written(key_of(settings.LEDGER_KEY), timezone.now())
    tell_of_new_seals()


@shared_task(name="audit.make_months", ignore_result=True, expires=3600)
def make_months() -> None:
    make_months_ahead()
