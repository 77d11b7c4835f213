"""Each service of docker-compose.yml, started by its own command without containers, asked by its own health check.

Where a container would put a path, the command is given ours; where it would resolve a name, it finds 127.0.0.1.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from embedded.accounts import account_for_servers
from embedded.ports import free_port
from embedded.postgres import Postgres
from embedded.redis import Redis
from tests.deployment.compose import UID, Container, build_steps, confined, copy_context, may_mount
from tests.deployment.production import BARE, SITE, Running, running

# Not under /tmp, which each container has to itself.
SPACIOUS = Path("/var/tmp")  # noqa: S108
# Not to be had on a machine without containers, so that nothing is gained by failing.
NOT_HERE = {
    "freshclam": "a way out to the mirrors of ClamAV",
    "mail": "Mailpit, which is in no package of Debian",
}
HELP = "/help/"
ENVIRONMENT_FILE = {
    "SITE_URL": f"https://{SITE}",
    "ALLOWED_HOSTS": SITE,
    "TLS_PROXY_HEADER": "X-Forwarded-Proto",
    "TRUSTED_PROXIES": "1",
    "EMAIL_HOST": "smtp.force.test",
    "DEFAULT_FROM_EMAIL": "referrals@force.test",
    "EVIDENCE_FOLDER_IS_ENCRYPTED": "true",
}


@dataclass
class Composition:
    folder: Path
    stack: ExitStack
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, Running] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    def container(self, name: str) -> Container:
        here = {
            "/run/secrets": self.site / "secrets",
            "/site": self.site,
            "/data": self.folder / name,
            "/etc/clamav/site.conf": self.folder / "clamd.conf",
        }
        return Container(name, {there: str(path) for there, path in here.items()})

    def variables(self, name: str) -> dict[str, str]:
        given = {**ENVIRONMENT_FILE, **self.container(name).variables}
        moved = {
            "GRANIAN_HOST": "127.0.0.1",
            "GRANIAN_PORT": str(self.ports["web"]),
            "PGPORT": str(self.ports["database"]),
        }
        return {**given, **moved, "PATH": f"{self.programs}:{BARE['PATH']}"}

    def run(self, name: str, command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        variables = {**BARE, **self.variables(name), **more}
        return subprocess.run(
            command, cwd=self.site, env=variables, capture_output=True, text=True, timeout=180, check=False
        )

    def is_well(self, name: str) -> bool:
        return self.run(name, self.container(name).healthcheck).returncode == 0

    def start(self, name: str, command: list[str], until: Callable[[], bool], **more: Any) -> None:
        program = shutil.which(command[0], path=self.variables(name)["PATH"]) or command[0]
        started = running(
            [program, *command[1:]],
            {**self.variables(name), **more.pop("variables", {})},
            self.folder / f"{name}.log",
            until=until,
            cwd=self.site,
            **more,
        )
        self.running[name] = self.stack.enter_context(started)

    def instead_of(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)


@pytest.fixture(scope="module")
def composition() -> Iterator[Composition]:
    folder = Path(tempfile.mkdtemp(prefix="h2-", dir=SPACIOUS))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(throw_away, folder)
        composed = Composition(folder, stack, {name: free_port() for name in ("web", "database", "broker", "clamd")})
        build_site(composed)
        start_database(composed)
        start_broker(composed)
        migrate(composed)
        for name in ("web", "worker", "beat"):
            start_ours(composed, name)
        yield composed


def throw_away(folder: Path) -> None:
    subprocess.run(["chmod", "-R", "u+w", folder], check=False)
    shutil.rmtree(folder)


def build_site(composed: Composition) -> None:
    """What the image would hold, and what deployment/make-secrets makes beside it; none of it writable."""
    composed.programs.mkdir()
    copy_context(composed.site)
    (composed.site / "node_modules").symlink_to(Path.cwd() / "node_modules")
    for step in [*build_steps("embedded", "collectstatic", "compileall"), "deployment/make-secrets"]:
        subprocess.run(["sh", "-ec", step], cwd=composed.site, env=BARE, check=True, capture_output=True)
    for secret in (composed.site / "secrets").iterdir():
        text = secret.read_text(encoding="utf-8")
        moved = text.replace("@database:5432", f"@127.0.0.1:{composed.ports['database']}")
        secret.chmod(0o644)
        secret.write_text(moved.replace("@broker:6379", f"@127.0.0.1:{composed.ports['broker']}"), encoding="utf-8")
    subprocess.run(["chmod", "-R", "a-w,a+rX", composed.site], check=True)


def start_database(composed: Composition) -> None:
    """What the image of PostgreSQL does on a new volume: initdb, then whatever lies in docker-entrypoint-initdb.d."""
    embedded = Postgres(composed.folder / "embedded", composed.ports["database"], "")
    account = account_for_servers()
    for program in embedded.binaries.iterdir():
        (composed.programs / program.name).symlink_to(program)
    data = composed.folder / "database"
    data.mkdir()
    if account:
        os.chown(data, account.pw_uid, account.pw_gid)
    variables = composed.variables("database")
    password = Path(variables["POSTGRES_PASSWORD_FILE"])
    options = [
        f"--pgdata={data}",
        "--username=postgres",
        f"--pwfile={password}",
        *variables["POSTGRES_INITDB_ARGS"].split(),
    ]
    subprocess.run(
        [embedded.binaries / "initdb", *options],
        check=True,
        capture_output=True,
        env={**BARE, "LC_ALL": "C.UTF-8"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    superuser = {
        "PGUSER": "postgres",
        "PGPASSWORD": password.read_text(),
        "PGHOST": "127.0.0.1",
        "PGDATABASE": "postgres",
    }
    composed.start(
        "database",
        composed.container("database").command,
        lambda: composed.run("database", ["psql", "-c", ""], **superuser).returncode == 0,
        variables={"PGDATA": str(data), "LC_ALL": "C.UTF-8"},
        account=account.pw_name if account else "",
    )
    made = composed.run("database", ["psql", "--file=deployment/roles.sql"], **superuser)
    assert made.returncode == 0, made.stderr


def start_broker(composed: Composition) -> None:
    server = Redis(composed.folder / "embedded", 0, "").binary
    port = composed.ports["broker"]
    composed.instead_of("valkey-server", f'exec {server} "$@" --bind 127.0.0.1 --port {port}')
    composed.instead_of("valkey-cli", f'exec {Path(server).with_name("redis-cli")} -p {port} "$@"')
    (composed.folder / "broker").mkdir()
    composed.start("broker", composed.container("broker").command, lambda: composed.is_well("broker"))


def migrate(composed: Composition) -> None:
    done = composed.run("migrate", confined(composed.container("migrate").command))
    assert done.returncode == 0, done.stdout + done.stderr


def start_ours(composed: Composition, name: str) -> None:
    composed.start(name, confined(composed.container(name).command), lambda: composed.is_well(name))


@pytest.mark.parametrize("name", ["web", "worker", "beat", "database", "broker"])
def test_a_service_runs_by_its_own_command_and_is_well_by_its_own_check(composition: Composition, name: str) -> None:
    assert composition.is_well(name)
    assert composition.running[name].process.poll() is None


def ask(composed: Composition, path: str, **headers: str) -> tuple[int, Message, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", composed.ports["web"], timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": SITE, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def test_the_whole_composition_is_ready(composition: Composition) -> None:
    status, _, body = ask(composition, "/readyz")

    assert (status, {name: part["ok"] for name, part in json.loads(body).items() if name != "ok"}) == (
        200,
        dict.fromkeys(
            (
                *(
                    "database",
                    "migrations",
                    "ledger",
                    "ledger_months",
                    "unsealed_audit_rows",
                    "unanchored_seals",
                    "oldest_unsent_notice_seconds",
                    "given_up_notices",
                ),
                *("unanswered_calls", "scheduled_tasks", "broker", "worker", "beat"),
            ),
            True,
        ),
    )


def test_a_page_comes_over_tls_only_and_its_files_may_be_kept_for_ever(composition: Composition) -> None:
    plain, headers, _ = ask(composition, HELP)
    secure, _, page = ask(composition, HELP, **{"X-Forwarded-Proto": "https"})
    style = page.decode().partition('href="/static/')[2].partition('"')[0]
    found, kept, _ = ask(composition, f"/static/{style}", **{"X-Forwarded-Proto": "https"})

    assert (plain, headers["Location"]) == (301, f"https://{SITE}{HELP}")
    assert (secure, found, kept["Cache-Control"]) == (200, 200, "max-age=315360000, public, immutable")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_ours_run_as_nobody_in_particular_and_cannot_write(composition: Composition, name: str) -> None:
    process = Path("/proc") / str(composition.running[name].process.pid)
    status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
    root = next(line for line in (process / "mounts").read_text().splitlines() if line.split()[1] == "/")

    is_root = os.geteuid() == 0
    assert set(status["Uid"].split()) == {UID if is_root else str(os.geteuid())}
    assert (status["NoNewPrivs"] == "1") or not is_root
    assert "ro" in root.split()[3].split(",") or not may_mount()


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_whatever_ours_say_is_json(composition: Composition, name: str) -> None:
    lines = composition.running[name].said().splitlines()

    assert lines
    assert [line for line in lines if not line.startswith("{") or "timestamp" not in json.loads(line)] == []


@pytest.mark.needs("clamd", "clamdscan")
def test_the_scanner_runs_by_its_own_command_and_finds_what_it_should(composition: Composition) -> None:
    signatures = composition.folder / "signatures"
    signatures.mkdir()
    eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    (signatures / "test.ndb").write_text(f"Eicar-Test:0:*:{eicar.encode().hex()}\n")
    settings = (composition.site / "deployment" / "clamd.conf").read_text(encoding="utf-8")
    moved = settings.replace("3310", str(composition.ports["clamd"])).replace("/var/lib/clamav", str(signatures))
    (composition.folder / "clamd.conf").write_text(moved.replace("0.0.0.0", "127.0.0.1"))  # noqa: S104
    composition.start("clamd", composition.container("clamd").command, lambda: composition.is_well("clamd"))

    assert scan(composition.ports["clamd"], eicar.encode()) == b"stream: Eicar-Test.UNOFFICIAL FOUND\0"
    assert scan(composition.ports["clamd"], b"A letter.") == b"stream: OK\0"


def scan(port: int, content: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"zINSTREAM\0" + len(content).to_bytes(4, "big") + content + bytes(4))
        return connection.recv(200)


@pytest.mark.parametrize("name", NOT_HERE)
def test_a_service_that_could_not_be_run_is_at_least_written_down(name: str) -> None:
    pytest.skip(f"{name} was not started: it takes {NOT_HERE[name]}")


def test_a_second_start_of_the_web_says_in_one_sentence_why_it_may_not_serve_as_the_owner(
    composition: Composition,
) -> None:
    owner = composition.container("migrate").variables["DATABASE_URL_FILE"]

    told = composition.run("web", composition.container("web").command, DATABASE_URL_FILE=owner)

    assert (told.returncode, told.stdout) == (1, "")
    assert "DATABASE_URL names the owner of the ledger. Serve as a role that cannot change it." in told.stderr
