"""Real servers, thrown away afterwards. Tests meet the database in the role that serves, with its real rights."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import expect
from psycopg import sql

from config.celery import app
from embedded.database import APPLICATION, OWNER, make_database, make_role
from embedded.postgres import Postgres
from embedded.program import Program, stop, wait_until_ready
from embedded.redis import Redis
from embedded.wanted_by_tests import find_chromium

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs an event loop in the thread of the tests

# On a busy machine a page may take some seconds to say what it says.
expect.set_options(timeout=15_000)

LONGEST = ("tests/journeys/", "tests/running/", "tests/deployment/", "tests/notifications/test_trials.py")
NEVER_EMPTIED = ("django_migrations", "django_content_type", "auth_permission", "agencies_listed")
LEDGER = ("audit_entry", "audit_seal")
PATIENCE = 5
LACKS = "this machine lacks"
CHROMIUM = find_chromium()
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def postgres(folder: Path) -> Postgres:
    return Postgres(folder / "postgres", settings.POSTGRES_PORT, settings.SERVER_PASSWORD, throw_away=True)


def superuser_url(database: str = "postgres") -> str:
    return postgres(Path()).url(database)


# The servers


def pytest_configure(config: pytest.Config) -> None:
    refuse_connections_elsewhere()
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="msreferrals-test-"))
    folder.chmod(0o755)
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    servers = (
        postgres(folder),
        Redis(folder / "redis", settings.REDIS_PORT, settings.SERVER_PASSWORD, throw_away=True),
    )
    for server in servers:
        server.prepare()
        start(server.program, config)
    for role in (OWNER, APPLICATION):
        make_role(superuser_url(), role, settings.SERVER_PASSWORD)


def start(program: Program, config: pytest.Config) -> None:
    process = program.start()
    config.add_cleanup(lambda: stop(program, process))
    wait_until_ready(program, process)


def refuse_connections_elsewhere() -> None:
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise ConnectionRefusedError(f"A test tried to reach {address[0]}. Tests stay on this machine.")
        connect(self, address)

    socket.socket.connect = connect_here  # type: ignore[method-assign]


# The database


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    make_database(superuser_url(), settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        serve_as(OWNER)
        call_command("migrate", verbosity=0)
        call_command("grant_rights")
        if "load_reference" in get_commands():
            call_command("load_reference", verbosity=0)
        serve_as(APPLICATION)
        yield
        connection.close()


def serve_as(role: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = role


@pytest.fixture(autouse=True, scope="session")
def _empty_tables_past_the_ledgers_triggers() -> Iterator[None]:
    """After a test that commits. The role that serves cannot empty the ledger, and its owner must drop a lock first."""
    usual = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_tables()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = usual  # type: ignore[method-assign]


def empty_tables() -> None:
    tables = [table for table in connection.introspection.table_names() if not table.startswith(NEVER_EMPTIED)]
    for _ in range(PATIENCE):
        # A page that was closed may still be saving what was typed on it.
        with suppress(psycopg.errors.DeadlockDetected):
            return empty(tables)
    return empty(tables)


def empty(tables: list[str]) -> None:
    """Deleting some rows from each is many times quicker than to truncate a hundred tables with all their indexes."""
    delete = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables if table not in LEDGER]
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"])) as superuser:
        for table in map(sql.Identifier, LEDGER):
            superuser.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER append_only").format(table))
            superuser.execute(sql.SQL("DELETE FROM {}").format(table))
            superuser.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER append_only").format(table))
        # Neither a trigger nor a foreign key asks.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(sql.SQL("; ").join(delete))


@pytest.fixture(autouse=True)
def _forget_what_redis_holds() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.flushdb()


@pytest.fixture
def celery_live(transactional_db: None) -> Iterator[Any]:
    """A real worker on the real broker, in threads of this process."""
    with start_worker(app, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=15) as worker:
        yield worker


# Browsers, and other programs that a machine may lack


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """So that a journey says page.goto("/people/")."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*as_root, *quiet]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A file stays with one worker, so what takes longest begins first: nobody waits at the end for the last of it.
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.needs("chromium"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for program in (program for mark in item.iter_markers("needs") for program in mark.args):
        found = CHROMIUM if program == "chromium" else shutil.which(program)
        if not found and os.environ.get("CI") == "true":
            pytest.fail(f"{LACKS} {program}", pytrace=False)
        if not found:
            pytest.skip(f"{LACKS} {program}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    lacking = [reason for reason in skipped if LACKS in reason]
    if lacking:
        what = ", ".join(sorted({reason.partition(LACKS)[2].strip() for reason in lacking}))
        terminalreporter.write_line(
            f"NOT TESTED: {len(lacking)} tests were skipped for want of {what}", red=True, bold=True
        )
