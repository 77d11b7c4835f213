from celery import shared_task
from celery.signals import beat_init

from config import heartbeats


@shared_task(name="config.note_beat", ignore_result=True, expires=60)
def note_beat() -> None:
    """That this ran shows that beat posts and a worker works."""
    heartbeats.note(heartbeats.BEAT, "")


@beat_init.connect
def note_start(**_: object) -> None:
    """Not half a minute after it started, when it is first due."""
    note_beat.delay()
