"""Pages and tasks that do everything wrong with what they are given, but decide who may see it: anybody."""

import logging
import warnings
from collections.abc import Iterator

import structlog
from celery import Task, shared_task
from celery.signals import worker_ready
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from agencies import deciding
from config import urls
from config.urls import *  # noqa: F403 - the pages of errors


def typed_by(request: HttpRequest) -> str:
    return f"{request.POST or request.GET} {request.headers} {request.COOKIES} {request.body!r}"


def raises(request: HttpRequest, typed: str) -> HttpResponse:
    local = typed_by(request)
    try:
        {}[typed]
    except KeyError as cause:
        raise ValueError(f"{typed} {local}") from cause


def streams(request: HttpRequest) -> StreamingHttpResponse:
    deciding.note()

    def rows() -> Iterator[str]:
        yield "one row"
        raise ValueError(typed_by(request))

    return StreamingHttpResponse(rows())


def asks_nonsense(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [request.GET["q"]])
    return HttpResponse()


def talks(request: HttpRequest) -> HttpResponse:
    deciding.note()
    typed = typed_by(request)
    logging.getLogger("somebody.else").error("they typed %s", typed, extra={"typed": typed})
    logging.getLogger("celery.worker.somebody").error("they typed %s", typed)
    logging.getLogger("agencies").error(f"they typed {typed}")  # noqa: G004
    structlog.get_logger().error("page.talked", typed=typed, error=None)
    structlog.get_logger().error(f"they typed {typed}")
    warnings.warn(typed, UserWarning, stacklevel=1)
    return HttpResponse()


urlpatterns = [
    *urls.urlpatterns,
    path("raises/<str:typed>/", raises, name="raises"),
    path("streams/", streams, name="streams"),
    path("asks-nonsense/", asks_nonsense, name="asks-nonsense"),
    path("talks/", talks, name="talks"),
]


@shared_task(name="leaky.fails")
def fails(typed: str) -> None:
    local = f"failed on {typed}"
    raise ValueError(local)


@shared_task(name="leaky.retries", bind=True, max_retries=1, default_retry_delay=0)
def retries(self: Task, typed: str) -> None:  # type: ignore[type-arg]
    raise self.retry(exc=ValueError(typed))


@shared_task(name="leaky.returns")
def returns(typed: str) -> str:
    return typed


@worker_ready.connect
def tell(**_: object) -> None:
    structlog.get_logger().info("worker.ready")
