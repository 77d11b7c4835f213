"""Variables that production starts with, and the programs that it starts, without containers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TETHER = ROOT / "embedded" / "tether.py"
PATIENCE = 40

SITE = "referrals.force.test"
VARIABLES = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "kY2mQ9vT4xW7zB1nD5fG8hJ3pL6rS0uV2cX9eA4iO7tM1wKq5bN8",
    "FIELD_KEYS": "4pV8mZ0x3kq7sT1nB6yR9wJ2hL5cF8gD0uX3eA7iQ4o=",
    "LEDGER_KEY": "Xw3nT8vQ1zR5mK7pL2cJ9hD4bF6gS0aU8eY1iO5tN3k=",
    "LEDGER_ANCHOR_FOLDER": "/anchors",
    "SITE_URL": f"https://{SITE}",
    "ALLOWED_HOSTS": SITE,
    "TLS_PROXY_HEADER": "X-Forwarded-Proto",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgresql://msreferrals_app:Zk3vQ8wLr2Tn5Yb7@127.0.0.1:1/referrals",
    "REDIS_URL": "redis://:Hq4xNc9dVu2Jm6Ps@127.0.0.1:1/0",
    "EMAIL_HOST": "smtp.force.test",
    "DEFAULT_FROM_EMAIL": "referrals@force.test",
    "CLAMD_ADDRESS": "127.0.0.1:1",
    "EVIDENCE_FOLDER": "/evidence",
    "EVIDENCE_FOLDER_IS_ENCRYPTED": "true",
}
BARE = {
    "PATH": f"{Path(sys.executable).parent}:{os.defpath}:/usr/local/sbin:/usr/sbin:/sbin",
    "LANG": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",
}


def run(*command: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**BARE, **variables}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextmanager
def running(
    command: list[str],
    variables: Mapping[str, str],
    log: Path,
    *,
    until: Callable[[], bool],
    cwd: Path = ROOT,
    stop_with: signal.Signals = signal.SIGTERM,
    account: str = "",
) -> Iterator[Running]:
    """Until it is ready; and stopped afterwards, whatever happens, even to us."""
    tied = [sys.executable, "-I", str(TETHER), str(os.getpid()), str(int(stop_with)), account]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*tied, *command], cwd=cwd, env={**BARE, **variables}, stdout=file, stderr=file, start_new_session=True
        )
    found = Running(process, log)
    try:
        wait(lambda: process.poll() is not None or until(), lambda: f"{command[0]} is not ready: {found.said()}")
        assert process.poll() is None, f"{command[0]} stopped: {found.said()}"
        yield found
    finally:
        process.send_signal(stop_with)
        process.wait(PATIENCE)


def wait(until: Callable[[], bool], complaint: Callable[[], str] = lambda: "It did not happen.") -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, complaint()
        time.sleep(0.1)
