"""One line in the log for each request and each task."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from celery.signals import after_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.logging import configure

log = structlog.get_logger()

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def log_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The route is told by its name, because a path and a query may hold what somebody typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = get_response(request)
        actor = getattr(request, "actor", None)
        log.info(
            "request",
            method=request.method if request.method in METHODS else "other",
            route=request.resolver_match.view_name if request.resolver_match else None,
            status=response.status_code,
            duration_ms=_since(started),
            actor_id=actor.user_id if actor else None,
            agency_id=actor.agency_id if actor else None,
        )
        return response

    return middleware


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


# A task is told by its name and its id, never by its arguments.


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery leaves logging alone when somebody listens to this signal."""
    configure(settings.LOGGING)


@after_task_publish.connect
def log_posting(sender: str, headers: dict[str, Any], **_: object) -> None:
    log.info("task.posted", task=sender, task_id=headers["id"])


@task_prerun.connect
def note_start(task: Any, task_id: str, **_: object) -> None:
    structlog.contextvars.bind_contextvars(task=task.name, task_id=task_id)
    task.request.started = time.monotonic()


@task_postrun.connect
def log_task(task: Any, state: str | None, **_: object) -> None:
    log.info("task.ran", outcome=state, duration_ms=_since(task.request.started))
    structlog.contextvars.unbind_contextvars("task", "task_id")
