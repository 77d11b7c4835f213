import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery.signals import task_failure
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from agencies.models import SignInLink, Unit
from audit.actions import record
from audit.enums import Operation
from audit.models import Anchored, Seal
from audit.sealing.actions import seal_what_is_written
from audit.sealing.keys import key_of
from config import heartbeats
from config.tasks import note_beat
from embedded.database import OWNER
from embedded.ports import free_port
from notifications.enums import NoticeKind
from notifications.models import Call, Message, Notice
from notifications.watch import runs
from tests.deployment.production import wait
from tests.factories import UnitFactory, UserFactory

WELL = {"ok": True}
NOT_WELL = {"ok": False}
# Two seconds for the database, half a second for the broker, and some for a busy machine.
QUICK = 4.0


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, json.loads(answer.content)


def heard_just_now() -> None:
    heartbeats.note(heartbeats.WORKER, "celery@one")
    heartbeats.note(heartbeats.BEAT, "")


@contextmanager
def no_broker(settings: Settings) -> Iterator[None]:
    heartbeats.store.cache_clear()
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    yield
    heartbeats.store.cache_clear()


@contextmanager
def deaf_port() -> Iterator[int]:
    """Connections are taken, and nothing is ever said on them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def connected(**changes: object) -> Iterator[None]:
    usual = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(changes)
    yield
    connection.close()
    connection.settings_dict.update(usual)


def a_link(**fields: Any) -> None:
    now = timezone.now()
    usual = {"asked_at": now, "expires_at": now + timedelta(days=7), "next_try_at": now, "purpose": "invitation"}
    SignInLink.objects.create(**{"user": UserFactory(), **usual, **fields})


def test_the_site_is_alive_without_asking_database_session_or_cache(settings: Settings) -> None:
    """Without a database fixture any query fails the test; and whoever asks is still signed in."""
    client = Client()
    client.cookies["sessionid"] = "of-somebody"

    with no_broker(settings), connected(PORT=free_port()):
        answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_everything_is_well(client: Client) -> None:
    heard_just_now()

    status, told = ask(client)

    ages = [told[kind].pop("age") for kind in (heartbeats.WORKER, heartbeats.BEAT)]
    assert max(ages) < 10
    assert (status, told) == (
        200,
        {
            "ok": True,
            "database": WELL,
            "migrations": WELL,
            "ledger": WELL,
            "ledger_months": {"ok": True, "missing": []},
            "unsealed_audit_rows": {"ok": True, "count": 0, "age": 0},
            "unanchored_seals": WELL,
            "oldest_unsent_notice_seconds": {"ok": True, "age": 0},
            "given_up_notices": {"ok": True, "count": 0},
            "unanswered_calls": {"ok": True, "count": 0},
            "scheduled_tasks": {"ok": True, "overdue": []},
            "broker": WELL,
            "worker": WELL,
            "beat": WELL,
        },
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "is_well"), [(9, True), (11, False)])
def test_lines_of_the_ledger_that_wait_long_for_a_seal_are_not_well(
    minutes: int, is_well: bool, client: Client, settings: Settings
) -> None:
    heard_just_now()
    record(Operation.SECURITY, "test.sealed", by=None, at=timezone.now())
    seal_what_is_written(key_of(settings.LEDGER_KEY), timezone.now())
    assert ask(client)[1]["unsealed_audit_rows"] == {"ok": True, "count": 0, "age": 0}
    record(Operation.SECURITY, "test.waits", by=None, at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        _, told = ask(client)

    assert (told["unsealed_audit_rows"]["ok"], told["unsealed_audit_rows"]["count"]) == (is_well, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("number", "is_well"), [(31, True), (32, False)])
def test_seals_that_no_anchor_heard_of_are_not_well(
    number: int, is_well: bool, client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.LEDGER_ANCHOR_FOLDER = str(tmp_path)
    heard_just_now()
    Anchored.objects.create(store="folder", number=1)
    empty = dict.fromkeys(("root", "previous", "hash", "signature", "key", "leaves"), b"")
    Seal.objects.create(number=number, first=1, last=2, count=2, sealed_at=timezone.now(), **empty)

    assert ask(client)[1]["unanchored_seals"] == {"ok": is_well, "folder": number - 1}


@pytest.mark.django_db(transaction=True)
def test_a_worker_or_beat_that_was_never_heard_is_not_well(client: Client) -> None:
    status, told = ask(client)

    assert (status, told["ok"]) == (503, False)
    assert told["worker"] == told["beat"] == {"ok": False, "age": None}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [heartbeats.WORKER, heartbeats.BEAT])
def test_silence_grows_until_it_is_not_well(client: Client, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard_just_now()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + heartbeats.LONGEST_SILENCE[kind] + 1)

    status, told = ask(client)

    assert (status, told[kind]["ok"]) == (503, False)
    assert 0 <= told[kind]["age"] - heartbeats.LONGEST_SILENCE[kind] - 1 < 10


@pytest.mark.django_db(transaction=True)
def test_one_worker_among_several_is_enough_for_the_site_and_not_for_its_own_container() -> None:
    heartbeats.note(heartbeats.WORKER, "celery@one")

    assert heartbeats.is_alive(heartbeats.WORKER, heartbeats.silence(heartbeats.WORKER))
    assert not heartbeats.is_alive(heartbeats.WORKER, heartbeats.silence(heartbeats.WORKER, "celery@two"))


@pytest.mark.django_db(transaction=True)
def test_the_oldest_message_that_still_should_go_counts(client: Client) -> None:
    heard_just_now()
    now = timezone.now()
    a_link(asked_at=now - timedelta(seconds=1000))
    a_link(asked_at=now - timedelta(seconds=10))
    for over in (
        {"cancelled_at": now},
        {"used_at": now},
        {"expires_at": now},
        {"sent_at": now, "token_digest": "a" * 64},
        {"user": UserFactory(is_active=False)},
    ):
        a_link(**{"asked_at": now - timedelta(days=2), **over})

    status, told = ask(client)

    assert status == 503
    assert told["oldest_unsent_notice_seconds"]["ok"] is False
    assert 1000 <= told["oldest_unsent_notice_seconds"]["age"] <= 1002


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", [Notice, Message])
def test_the_oldest_notice_and_the_oldest_message_that_still_wait_count_too(client: Client, table: type) -> None:
    heard_just_now()
    now, unit = timezone.now(), UnitFactory()
    for minutes, closed in ((20, {}), (90, {"given_up_at": now, "outcome": "failed"}), (1, {})):
        notice = a_notice(
            unit, now - timedelta(minutes=minutes), **(closed if table is Notice else {"delivered_at": now})
        )
        if table is Message:
            Message.objects.create(notice=notice, channel="email", unit=unit, posted_at=notice.posted_at, **closed)

    status, told = ask(client)

    assert (status, told["oldest_unsent_notice_seconds"]["ok"]) == (503, False)
    assert 1200 <= told["oldest_unsent_notice_seconds"]["age"] <= 1202
    assert told["given_up_notices"] == {"ok": True, "count": 1}


@pytest.mark.django_db(transaction=True)
def test_what_was_cancelled_is_not_counted_and_what_nobody_answered_is(client: Client) -> None:
    heard_just_now()
    now, unit = timezone.now(), UnitFactory()
    a_notice(unit, now, given_up_at=now, outcome="cancelled")
    calls = {"kind": NoticeKind.LODGED_URGENT, "reference": "MSR-2026-000001", "ladder": [], "posted_at": now}
    Call.objects.create(**calls, occasion="at the top")
    Call.objects.create(**calls, occasion="still climbing", climbs_at=now)
    Call.objects.create(**calls, occasion="done", settled_at=now)

    _, told = ask(client)

    assert told["given_up_notices"] == {"ok": True, "count": 0}
    assert told["unanswered_calls"] == {"ok": True, "count": 1}


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_task_that_stands_still_is_not_well(client: Client) -> None:
    heard_just_now()
    now = timezone.now()
    for name in runs.schedule():
        runs.note_good_run(name, now)
    assert ask(client)[0] == 200

    runs.note_good_run("notifications.sweep", now - timedelta(minutes=3))

    status, told = ask(client)
    assert (status, told["scheduled_tasks"]) == (503, {"ok": False, "overdue": ["notifications.sweep"]})


def a_notice(unit: Unit, posted_at: datetime, **facts: Any) -> Notice:
    given = {"kind": NoticeKind.LODGED, "reference": "MSR-2026-000001", "unit": unit, "posted_at": posted_at, **facts}
    made: Notice = Notice.objects.create(occasion=str(posted_at), **given)
    return made


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_not_applied_is_not_well(client: Client) -> None:
    heard_just_now()
    with connected(USER=OWNER), connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'x' || name WHERE app = 'audit'")
    try:
        status, told = ask(client)
    finally:
        with connected(USER=OWNER), connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = substr(name, 2) WHERE app = 'audit'")

    assert (status, told["migrations"], told["database"]) == (503, NOT_WELL, WELL)


@pytest.mark.django_db(transaction=True)
def test_serving_as_the_owner_is_not_well(client: Client) -> None:
    heard_just_now()
    with connected(USER=OWNER):
        status, told = ask(client)

    assert (status, told["ledger"], told["database"]) == (503, NOT_WELL, WELL)


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_answer_is_quick_and_says_so(client: Client) -> None:
    heard_just_now()
    started = time.monotonic()

    with connected(PORT=free_port()):
        status, told = ask(client)

    assert time.monotonic() - started < QUICK
    assert (status, told["database"], told["migrations"], told["ledger"]) == (503, NOT_WELL, NOT_WELL, NOT_WELL)
    assert told["broker"] == WELL


@pytest.mark.django_db(transaction=True)
def test_with_a_database_and_a_broker_that_never_answer_it_is_still_quick(client: Client, settings: Settings) -> None:
    with deaf_port() as port, connected(PORT=port):
        heartbeats.store.cache_clear()
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        started = time.monotonic()
        status, told = ask(client)
        taken = time.monotonic() - started
        heartbeats.store.cache_clear()

    assert taken < QUICK
    assert (status, told["database"], told["broker"]) == (503, NOT_WELL, NOT_WELL)


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_it_says_so(client: Client, settings: Settings) -> None:
    with no_broker(settings):
        status, told = ask(client)

    assert (status, told["broker"], told["worker"], told["beat"]) == (503, NOT_WELL, NOT_WELL, NOT_WELL)
    assert told["database"] == WELL


@pytest.mark.django_db(transaction=True)
def test_the_task_of_beat_leaves_a_sign(celery_live: object) -> None:
    failures: list[BaseException] = []
    listener = task_failure.connect(lambda exception, **_: failures.append(exception), weak=False)

    note_beat.delay()
    wait(lambda: bool(failures) or heartbeats.silence(heartbeats.BEAT) is not None)

    task_failure.disconnect(listener)
    assert failures == []
