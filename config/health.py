"""Is the site alive, and is everything that it needs? Answered before sessions, so that neither asks the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from redis import RedisError

from agencies.models import SignInLink
from audit.rights import reason_not_to_serve
from config import heartbeats

log = structlog.get_logger()

Part = dict[str, Any]
PROBES = ("/healthz", "/readyz")
# Seconds that a notice may wait before somebody should look at the mail server.
LONGEST_WAIT = 900
# A connection of its own: the pool of the site waits longer than whoever asks this.
IMPATIENT = {"connect_timeout": 2, "options": "-c statement_timeout=1000"}
DEAD: dict[str, Part] = {"database": {"ok": False}, "migrations": {"ok": False}, "ledger": {"ok": False}}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return get_response(request)
        answer: HttpResponse = resolve(request.path_info).func(request)
        return answer

    return middleware


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    parts = {**_database(timezone.now()), **_broker()}
    is_ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"ok": is_ready, **parts}, status=200 if is_ready else 503)


def _database(now: datetime) -> dict[str, Part]:
    try:
        with _own_connection() as own:
            return {
                "database": {"ok": True},
                "migrations": {"ok": _last_migrations() <= MigrationRecorder(own).applied_migrations().keys()},
                "ledger": {"ok": reason_not_to_serve(own) is None},
                "oldest_unsent_notice_seconds": _waiting(_oldest_unsent(own, now), now),
            }
    except Error:
        log.warning("database.unwell", exc_info=True)
        return DEAD


@contextmanager
def _own_connection() -> Iterator[BaseDatabaseWrapper]:
    own = connection.copy()
    own.settings_dict["OPTIONS"] = {
        **{name: value for name, value in own.settings_dict["OPTIONS"].items() if name != "pool"},
        **IMPATIENT,
    }
    try:
        yield own
    finally:
        own.close()


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _oldest_unsent(own: BaseDatabaseWrapper, now: datetime) -> datetime | None:
    unsent = SignInLink.objects.filter(
        sent_at=None, used_at=None, cancelled_at=None, expires_at__gt=now, user__is_active=True
    )
    query, values = unsent.order_by("asked_at").values("asked_at")[:1].query.sql_with_params()
    with own.cursor() as cursor:
        cursor.execute(query, values)
        found = cursor.fetchone()
    return found[0] if found else None


def _waiting(since: datetime | None, now: datetime) -> Part:
    seconds = round((now - since).total_seconds()) if since else 0
    return {"ok": seconds <= LONGEST_WAIT, "age": seconds}


def _broker() -> dict[str, Part]:
    try:
        return {"broker": {"ok": bool(heartbeats.store().ping())}} | {
            kind: _heard(kind, heartbeats.silence(kind)) for kind in (heartbeats.WORKER, heartbeats.BEAT)
        }
    except RedisError:
        log.warning("broker.unwell", exc_info=True)
        return {"broker": {"ok": False}, heartbeats.WORKER: {"ok": False}, heartbeats.BEAT: {"ok": False}}


def _heard(kind: str, silent_for: float | None) -> Part:
    return {"ok": heartbeats.is_alive(kind, silent_for), "age": None if silent_for is None else round(silent_for)}
