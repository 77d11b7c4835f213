"""The Celery application and what it does on a schedule."""

import os

from celery import Celery

import config.heartbeats
import config.journal  # noqa: F401 - both listen to what Celery does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("referrals", include=["config.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "show that beat and a worker are alive": {"task": "config.note_beat", "schedule": 30.0},
}
