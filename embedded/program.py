"""A program that we start, and how to tell that it is ready."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")
PATIENCE = 60


class NotStarted(Exception):
    """One sentence for the person who started us."""


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    log: Path
    is_ready: Callable[[int], bool]
    stop_with: signal.Signals = signal.SIGTERM
    account: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "/"

    def start(self) -> subprocess.Popen[bytes]:
        tied = [sys.executable, "-I", str(TETHER), str(os.getpid()), str(int(self.stop_with)), self.account]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*tied, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )


def wait_until_ready(program: Program, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not program.is_ready(process.pid):
        if process.poll() is not None:
            raise NotStarted(f"{program.name} stopped while starting. Its log is {program.log}.")
        if time.monotonic() > end:
            raise NotStarted(f"{program.name} did not become ready in {PATIENCE} seconds. Its log is {program.log}.")
        time.sleep(0.02)


def stop(program: Program, process: subprocess.Popen[bytes], patience: float = 30) -> None:
    process.send_signal(program.stop_with)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
