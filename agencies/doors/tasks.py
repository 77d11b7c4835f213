from celery import shared_task
from django.utils import timezone

from agencies.doors import kept_forms, sending
from agencies.doors.session_store import SessionStore


@shared_task(name="agencies.send_sign_in_links", ignore_result=True)
def send_sign_in_links() -> int:
    """Safe to run twice and at the same time: a link is claimed before it is sent."""
    return sending.send_links(at=timezone.now())


@shared_task(name="agencies.forget_kept_forms", ignore_result=True)
def forget_kept_forms() -> int:
    return kept_forms.forget_old(at=timezone.now())


@shared_task(name="agencies.forget_old_sessions", ignore_result=True)
def forget_old_sessions() -> None:
    """Those whose day of grace is over."""
    SessionStore.clear_expired()
