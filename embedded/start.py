"""The start, in order: servers, database, tables, and then the application's own programs."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from embedded import programs
from embedded.data_folder import claimed
from embedded.database import APPLICATION, OWNER, Addresses, given_addresses, let_fill, make_database, make_role
from embedded.keys import Keys, keys_of
from embedded.ports import free_port, is_taken
from embedded.postgres import Postgres
from embedded.program import NotStarted
from embedded.progress import tell
from embedded.redis import Redis, require_answer
from embedded.supervisor import Supervisor

DATABASE = "referrals"
LAST_PORT = 65535
LET_GO_WITHIN = 3


@contextmanager
def started(supervisor: Supervisor) -> Iterator[None]:
    """Everything runs inside; and is stopped, in the opposite order, before the folder is let go."""
    folder = Path(os.environ.get("DATA_DIR") or programs.ROOT / ".local").resolve()
    with claimed(folder):
        try:
            _start(supervisor, folder, _port())
            yield
        finally:
            supervisor.stop()


def _start(supervisor: Supervisor, folder: Path, port: int) -> None:
    keys = keys_of(folder)
    database = _database(supervisor, folder, keys)
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        # Given on the command line or not, these programs never learn the owner's address.
        "DATABASE_URL": database.application,
        "DATABASE_URL_FILE": "",
        "DATABASE_OWNER_URL": "",
        "DATABASE_APPLICATION_ROLE": database.application_role,
        "REDIS_URL": _redis_url(supervisor, folder, keys),
        "SECRET_KEY": keys.secret_key,
        "FIELD_KEYS": keys.field_key,
        "LEDGER_KEY": keys.ledger_key,
        "LEDGER_ANCHOR_FOLDER": str(folder / "anchors"),
        "DATA_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    accounts = _prepare(folder, {**environment, "DATABASE_URL": database.owner, "DATABASE_OWNER_URL": database.owner})
    tell("Starting web, worker and beat")
    supervisor.start(
        programs.web(environment, folder, port),
        programs.worker(environment, folder),
        programs.beat(environment, folder),
    )
    tell(f"Logs are in {folder}. Ctrl-C stops everything.")
    print(f"\nReady: http://127.0.0.1:{port}/\n\n{accounts}", flush=True)


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) <= LAST_PORT:
        raise NotStarted(f"PORT must be a number from 1 to {LAST_PORT}, not {given}.")
    end = time.monotonic() + LET_GO_WITHIN
    while is_taken(int(given)):
        if time.monotonic() > end:
            raise NotStarted(f"Port {given} is in use. Stop what uses it, or give another PORT.")
        time.sleep(0.1)
    return int(given)


def _database(supervisor: Supervisor, folder: Path, keys: Keys) -> Addresses:
    url, owner_url = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if url or owner_url:
        return given_addresses(url, owner_url, keys.application)
    server = Postgres(folder / "postgres", free_port(), keys.superuser)
    tell(f"Starting PostgreSQL in {server.home}")
    server.prepare()
    supervisor.start(server.program)
    try:
        make_role(server.url(), OWNER, keys.owner)
    except psycopg.OperationalError:
        raise NotStarted(f"{server.data} was made with another keys.json. Move it away to start afresh.") from None
    let_fill(server.url(), OWNER)
    make_role(server.url(), APPLICATION, keys.application)
    make_database(server.url(), DATABASE)
    return Addresses(
        owner=server.url(DATABASE, OWNER, keys.owner),
        application=server.url(DATABASE, APPLICATION, keys.application),
    )


def _redis_url(supervisor: Supervisor, folder: Path, keys: Keys) -> str:
    if url := os.environ.get("REDIS_URL"):
        require_answer(url)
        return url
    server = Redis(folder / "redis", free_port(), keys.redis)
    tell("Starting Redis")
    server.prepare()
    supervisor.start(server.program)
    return server.url


def _prepare(folder: Path, environment: Mapping[str, str]) -> str:
    tell("Preparing the database: tables, rights, lists and demonstration accounts")
    program = programs.preparation(environment, folder)
    finished = program.run()
    if finished.returncode:
        raise NotStarted(f"The database could not be prepared. The reason is in {program.log}.")
    return finished.stdout
