"""The whole application, started as a person would start it, in a data folder of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
from django.conf import settings

from embedded.database import APPLICATION, OWNER
from embedded.keys import keys_of
from embedded.ports import free_port
from embedded.programs import ROOT
from tests.running.processes import Process, await_that, below, still_there

# Addresses of the servers of these tests, and how make was started, are no business of what is started here.
NOT_INHERITED = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "DJANGO_SETTINGS_MODULE"),
    *("LEDGER_KEY", "LEDGER_ANCHOR_FOLDER", "LEDGER_ANCHOR_MAIL"),
    *("TEST_POSTGRES_PORT", "TEST_REDIS_PORT", "TEST_SERVER_PASSWORD", "MAKEFLAGS", "MAKELEVEL"),
)
OK = 200
EMBEDDED = (sys.executable, "-m", "embedded")


def inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}


@dataclass
class Installation:
    data: Path
    port: int = field(default_factory=free_port)
    command: Sequence[str] = EMBEDDED
    tree: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None

    def start(self) -> None:
        """In a session of its own, as a terminal would have it."""
        with self.said.open("w") as said:
            self.starter = subprocess.Popen(
                self.command,
                cwd=self.tree,
                env={**inherited(), "PORT": str(self.port), "DATA_DIR": str(self.data), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )
        await_that(lambda: "Ready: " in self.said.read_text() or self.starter.poll() is not None, 240)
        assert self.starter.poll() is None, self.said.read_text()

    @property
    def said(self) -> Path:
        return self.data.with_name(f"{self.data.name}.said")

    def answers(self) -> bool:
        """A visitor with an old session is looked up in the database, through the pool that the site uses."""
        try:
            status, _ = self.get("/account/sign-in/", Cookie=f"{settings.SESSION_COOKIE_NAME}={'a' * 32}")
            _, health = self.get("/readyz")
        except (OSError, HTTPException):
            return False
        parts = json.loads(health)
        return bool(status == OK and parts["database"]["ok"] and parts["broker"]["ok"])

    def get(self, page: str, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(connection):
            connection.request("GET", page, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def processes(self) -> set[Process]:
        return below(self.starter.pid)

    def stop(self, number: signal.Signals) -> int:
        """Ctrl-C goes to everything in the foreground, any other signal to the starter alone."""
        running = self.processes()
        if number == signal.SIGINT:
            os.killpg(self.starter.pid, number)
        else:
            self.starter.send_signal(number)
        status = self.starter.wait(60)
        await_that(lambda: not still_there(running))
        return status

    def database(self, role: str, password: str) -> str:
        [_, _, _, port, *_] = (self.data / "postgres/data/postmaster.pid").read_text().splitlines()
        return f"postgresql://{role}:{password}@127.0.0.1:{port}/referrals"

    def manage(self, *arguments: str, is_owner: bool = False) -> None:
        """A command of manage.py, in the role that serves or in the one that owns the tables."""
        keys = keys_of(self.data)
        role, password = (OWNER, keys.owner) if is_owner else (APPLICATION, keys.application)
        known = {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATABASE_URL": self.database(role, password),
            "SECRET_KEY": keys.secret_key,
            "FIELD_KEYS": keys.field_key,
            "LEDGER_KEY": keys.ledger_key,
            "DATA_DIR": str(self.data),
        }
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env={**inherited(), **known}, check=True)

    def as_owner(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        keys = keys_of(self.data)
        with psycopg.connect(self.database(OWNER, keys.owner), autocommit=True) as connection:
            found = connection.execute(statement, values or None)
            return found.fetchall() if found.description else []

    def database_log(self) -> str:
        return (self.data / "postgres.log").read_text()
