"""The application's own three programs, and the step before them."""

import sys
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded.program import Program

ROOT = Path(__file__).resolve().parent.parent
WEB_WORKERS, WEB_THREADS = 2, 4


def web(environment: Mapping[str, str], logs: Path, port: int) -> Program:
    arguments = [
        *("granian", "--interface", "wsgi", "config.wsgi:application", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers"),
        # A worker that is told to stop while it starts never hears it, and its parent waits.
        *("--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning"),
    ]
    pooled = {**environment, "DATABASE_POOL": str(WEB_THREADS)}
    return _python("web", arguments, pooled, logs, lambda pid: _answers(port))


def worker(environment: Mapping[str, str], logs: Path) -> Program:
    arguments = ["celery", "-A", "config", "worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle"]
    return _python("worker", arguments, environment, logs)


def beat(environment: Mapping[str, str], logs: Path) -> Program:
    schedule = str(logs / "beat-schedule")
    arguments = ["celery", "-A", "config", "beat", "-l", "WARNING", "--pidfile=", "-s", schedule]
    return _python("beat", arguments, environment, logs)


def preparation(environment: Mapping[str, str], logs: Path) -> Program:
    return _python("preparation", ["config.preparation"], environment, logs)


def _python(
    name: str,
    arguments: list[str],
    environment: Mapping[str, str],
    logs: Path,
    is_ready: Callable[[int], bool] = lambda pid: True,
) -> Program:
    command = (sys.executable, "-m", *arguments)
    return Program(name, command, logs / f"{name}.log", is_ready, environment=environment, folder=str(ROOT))


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except OSError:
        return False
