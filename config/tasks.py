from celery import shared_task

from config import heartbeats


@shared_task(name="config.note_beat", ignore_result=True, expires=60)
def note_beat() -> None:
    """That this ran shows that beat posts and a worker works."""
    heartbeats.note(heartbeats.BEAT, "")
