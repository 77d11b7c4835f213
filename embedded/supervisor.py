"""Keeps programs running: starts again what stops, and stops everything in order at the end.

Why not a process manager from elsewhere: docs/decisions/process-supervision.md.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from embedded.program import Program, stop, wait_until_ready
from embedded.progress import tell

LOOK_EVERY = 0.2
LONG_LIVED = 60
LONGEST_PAUSE = 30


@dataclass
class Child:
    program: Program
    process: subprocess.Popen[bytes] = field(init=False)
    failures: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.process = self.program.start()
        self.started = time.monotonic()
        self.next_start = 0.0

    def revive(self, now: float) -> None:
        """At once the first time, then after longer and longer pauses while it keeps stopping."""
        if self.process.poll() is None:
            return
        if not self.next_start:
            self.sweep()
            self.failures = 0 if now - self.started > LONG_LIVED else self.failures + 1
            pause = min(LONGEST_PAUSE, 2 ** (self.failures - 2)) if self.failures > 1 else 0
            self.next_start = now + pause
            tell(f"{self.program.name} stopped ({self.process.returncode}); starting it again")
        if now >= self.next_start:
            self.start()

    def stop(self) -> None:
        stop(self.program, self.process)
        self.sweep()

    def sweep(self) -> None:
        """Whatever the program started itself and left behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    def __init__(self) -> None:
        self.children: list[Child] = []

    def start(self, *programs: Program) -> None:
        """All of them at once; then wait until each is ready."""
        begun = [Child(program) for program in programs]
        self.children += begun
        for child in begun:
            wait_until_ready(child.program, child.process)

    def watch(self) -> NoReturn:
        while True:
            time.sleep(LOOK_EVERY)
            for child in self.children:
                child.revive(time.monotonic())

    def stop(self) -> None:
        """In the opposite order, so that the database goes last."""
        if not self.children:
            return
        tell("Stopping")
        while self.children:
            self.children.pop().stop()
        tell("Stopped")
