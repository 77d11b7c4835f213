"""A program that we start, and how to tell that it is ready."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
        with self.log.open("ab") as log:
            return subprocess.Popen(self._tied, stdout=log, stderr=log, start_new_session=True, **self._surroundings)

    def run(self) -> subprocess.CompletedProcess[str]:
        """To its end. What it says on standard output is for us, the rest is for its log."""
        with self.log.open("ab") as log:
            return subprocess.run(
                self._tied,
                check=False,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                **self._surroundings,
            )

    @property
    def _tied(self) -> list[str]:
        tie = [str(os.getpid()), str(int(self.stop_with)), self.account]
        return [sys.executable, "-I", str(TETHER), *tie, *self.command]

    @property
    def _surroundings(self) -> dict[str, Any]:
        environment = {**os.environ, **self.environment}
        return {"stdin": subprocess.DEVNULL, "cwd": self.folder, "env": environment}


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
