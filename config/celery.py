"""The Celery application and what it does on a schedule."""

import os

from celery import Celery
from celery.schedules import crontab

import config.heartbeats
import config.journal  # noqa: F401 - both listen to what Celery does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery(
    "referrals",
    include=[
        "config.schedule",
        "config.tasks",
        "agencies.doors.tasks",
        "notifications.tasks",
        "referrals.evidence.tasks",
        "referrals.intake.tasks",
        "referrals.lodging.tasks",
        "referrals.queue.tasks",
    ],
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "seal what was written on the ledger, every minute": {
        "task": "audit.seal",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "make room on the ledger for the months to come, every hour": {
        "task": "audit.make_months",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "show that beat and a worker are alive": {"task": "config.note_beat", "schedule": 30.0},
    "send sign-in links, every few seconds": {
        "task": "agencies.send_sign_in_links",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "forget kept forms after a day, every ten minutes": {"task": "agencies.forget_kept_forms", "schedule": 600.0},
    "hand over notices and messages that still wait, every few seconds": {
        "task": "notifications.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "climb with notices that nobody acknowledged, every half minute": {
        "task": "notifications.climb",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "write the day's e-mails, every ten minutes": {"task": "notifications.make_digests", "schedule": 600.0},
    "ask what became of messages, every five minutes": {
        "task": "notifications.ask_for_receipts",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "scan files that still wait, every two minutes": {
        "task": "referrals.scan_waiting_files",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    "climb with late deadlines, every five minutes": {
        "task": "referrals.climb_deadlines",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "move what has become overdue up the queue, every minute": {
        "task": "referrals.mark_overdue_rows",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "show drafts left lying to their units, hourly": {
        "task": "referrals.find_drafts_left_lying",
        "schedule": crontab(minute=20),
    },
    "warn of empty drafts and delete old ones, nightly": {
        "task": "referrals.expire_empty_drafts",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget files that are on no case, nightly": {
        "task": "referrals.forget_orphaned_files",
        "schedule": crontab(hour=4, minute=10),
    },
    "forget old sessions, nightly": {"task": "agencies.forget_old_sessions", "schedule": crontab(hour=3, minute=30)},
}
