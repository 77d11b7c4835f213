"""The schedule of beat, as the watch understands it, and the notes of what ran well. See settings.SCHEDULE."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from celery.schedules import crontab, maybe_schedule
from celery.signals import task_success
from django.db import Error
from django.utils import timezone

from config.celery import app
from notifications.watch import runs
from notifications.watch.rules import AtTimes, Every
from notifications.watch.runs import Planned

log = structlog.get_logger()


def schedule() -> dict[str, Planned]:
    entries = app.conf.beat_schedule.items()
    return {
        entry["task"]: Planned(title[:1].upper() + title[1:], _reader(entry["schedule"])) for title, entry in entries
    }


def _reader(given: Any) -> Callable[[datetime], Every | AtTimes]:
    kept: Any = maybe_schedule(given, app=app)
    return lambda since: _read(kept, since)


def _read(kept: Any, since: datetime) -> Every | AtTimes:
    if isinstance(kept, crontab):
        began, passes, _ = kept.remaining_delta(since.astimezone(kept.tz))  # type: ignore[arg-type]  # the stubs take it for a name
        return AtTimes(began + passes)
    return Every(kept.run_every)


@task_success.connect
def note_good_run(sender: Any, **_: object) -> None:
    """What cannot be noted now is noted at the next run, or is overdue."""
    if sender.name not in {entry["task"] for entry in app.conf.beat_schedule.values()}:
        return
    try:
        runs.note_good_run(sender.name, timezone.now())
    except Error:
        log.warning("run.not_noted", exc_info=True)
