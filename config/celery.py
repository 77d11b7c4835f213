"""The Celery application and what it does on a schedule."""

import os

from celery import Celery

import config.journal  # noqa: F401 - listens to what Celery does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("referrals")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {}
