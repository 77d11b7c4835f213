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
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from redis import RedisError

from agencies.models import SignInLink
from audit.models import Anchored, Entry, Seal
from audit.partitions import months_missing
from audit.rights import reason_not_to_serve
from audit.sealing.anchoring import stores
from config import heartbeats
from notifications.desk import queries as desk
from notifications.desk.queries import What
from notifications.models import Call, Message, Notice, ScheduledRun, message, notice
from notifications.watch import runs

log = structlog.get_logger()

Part = dict[str, Any]
PROBES = ("/healthz", "/readyz")
# Seconds that a notice may wait before somebody should look at the mail server.
LONGEST_WAIT = 900
# Seconds that a line of the ledger may wait for its seal, and seals that an anchor may not have heard of.
LONGEST_UNSEALED, MOST_UNANCHORED, MOST_COUNTED = 600, 30, 100_000
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
                "ledger_months": _months(own, now),
                "unsealed_audit_rows": _unsealed(own, now),
                "unanchored_seals": _unanchored(own),
                "oldest_unsent_notice_seconds": _waiting(_oldest_unsent(own, now), now),
                "given_up_notices": _given_up(own),
                "unanswered_calls": _unanswered(own),
                "scheduled_tasks": _scheduled(own, now),
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
    links = SignInLink.objects.filter(
        sent_at=None, used_at=None, cancelled_at=None, expires_at__gt=now, user__is_active=True
    )
    waiting = (
        links.order_by("asked_at").values_list("asked_at"),
        Notice.objects.filter(notice.OPEN).order_by("posted_at").values_list("posted_at"),
        Message.objects.filter(message.OPEN).order_by("posted_at").values_list("posted_at"),
    )
    first = [row[0] for rows in waiting for row in _asked(own, rows[:1])]
    return min(first, default=None)


def _months(own: BaseDatabaseWrapper, now: datetime) -> Part:
    missing = months_missing(own, now)
    return {"ok": not missing, "missing": missing}


def _unsealed(own: BaseDatabaseWrapper, now: datetime) -> Part:
    """Counted no further than what says enough."""
    last = _asked(own, Seal.objects.order_by("-number").values_list("last")[:1])
    rows = Entry.objects.filter(pk__gt=last[0][0] if last else 0)
    oldest = _asked(own, rows.order_by("pk").values_list("written_at")[:1])
    waited = round((now - oldest[0][0]).total_seconds()) if oldest else 0
    return {"ok": waited <= LONGEST_UNSEALED, "count": _counted(own, rows[:MOST_COUNTED]), "age": waited}


def _unanchored(own: BaseDatabaseWrapper) -> Part:
    newest = _asked(own, Seal.objects.order_by("-number").values_list("number")[:1])
    known = dict(_asked(own, Anchored.objects.values_list("store", "number")))
    behind = {name: (newest[0][0] if newest else 0) - known.get(name, 0) for name in stores()}
    return {"ok": all(number <= MOST_UNANCHORED for number in behind.values()), **behind}


def _given_up(own: BaseDatabaseWrapper) -> Part:
    """For administrators, who see them on a page. They make no web process unwell."""
    return {"ok": True, "count": sum(_counted(own, desk.given_up(what)) for what in What)}


def _unanswered(own: BaseDatabaseWrapper) -> Part:
    return {"ok": True, "count": _counted(own, Call.objects.filter(desk.NOBODY_ANSWERED))}


def _scheduled(own: BaseDatabaseWrapper, now: datetime) -> Part:
    fields = ("name", "noted_at", "last_good_at")
    noted = [
        ScheduledRun(**dict(zip(fields, row, strict=True)))
        for row in _asked(own, ScheduledRun.objects.values_list(*fields))
    ]
    overdue = [task.name for task in runs.judged(noted, now) if task.is_overdue]
    return {"ok": not overdue, "overdue": overdue}


def _counted(own: BaseDatabaseWrapper, rows: QuerySet[Any]) -> int:
    unsorted = rows if rows.query.is_sliced else rows.order_by()
    sql, values = unsorted.values_list("pk").query.sql_with_params()
    with own.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS found", values)  # noqa: S608 - the inner one is Django's
        (count,) = cursor.fetchone()
    return int(count)


def _asked(own: BaseDatabaseWrapper, rows: QuerySet[Any]) -> list[tuple[Any, ...]]:
    with own.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return list(cursor.fetchall())


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
