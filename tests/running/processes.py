"""What runs, as /proc tells it."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# How each program calls itself, on its command line.
SIGNS = {
    "PostgreSQL": "pginstall18/bin/postgres",
    "Redis": "redis-server",
    "web": "granian",
    "worker": "config\0worker",
    "beat": "config\0beat",
}


@dataclass(frozen=True)
class Process:
    """One process, not merely its number: the time of its start tells it from a later one."""

    pid: int
    began: str
    parent: int
    command: str


def everything() -> list[Process]:
    return [found for folder in Path("/proc").glob("[0-9]*") if (found := _read(folder))]


def _read(folder: Path) -> Process | None:
    try:
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        command = (folder / "cmdline").read_text()
    except (OSError, UnicodeDecodeError):
        return None
    state, parent, began = after_name[0], int(after_name[1]), after_name[19]
    return None if state == "Z" else Process(int(folder.name), began, parent, command)


def below(pid: int) -> set[Process]:
    found: set[Process] = set()
    fresh = {pid}
    while fresh:
        children = {process for process in everything() if process.parent in fresh} - found
        found |= children
        fresh = {child.pid for child in children}
    return found


def still_there(processes: set[Process]) -> set[Process]:
    return processes & set(everything())


def main_process(starter: int, name: str) -> Process:
    [found] = [process for process in below(starter) if process.parent == starter and SIGNS[name] in process.command]
    return found


def await_that(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.1)


def kill(process: Process) -> None:
    os.kill(process.pid, 9)
    await_that(lambda: not still_there({process}))
