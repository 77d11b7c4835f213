"""How long pages take, each as a ratio to a bare Django view measured in the same run on the same server."""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from embedded.ports import free_port
from embedded.programs import ROOT, WEB_THREADS, WEB_WORKERS
from tests import bench_intake, bench_notifications
from tests.running.installations import Installation
from tests.running.processes import await_that

WARM_UP, ROUNDS = 50, 300
plain = requests.Session()
RESULT = ROOT / "bench" / "latest.json"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="msreferrals-bench-") as folder:
        Path(folder).chmod(0o755)
        with bench_notifications.sink() as mail:
            installation = Installation(Path(folder) / "data", environment=mail)
            installation.start()
            try:
                told = measure_notifications(installation)
                figures = measure(installation)
            finally:
                installation.stop(signal.SIGTERM)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"pages": figures, "notifications": told}, indent=2) + "\n")
    rows = [f"{name:26}{figure['median_ms']:>10.2f}{figure['ratio']:>8.1f}" for name, figure in figures.items()]
    rows += ["", *(f"{name:60}{figure:>10.1f}" for name, figure in told.items())]
    sys.stdout.write("\n".join([f"{'':26}{'median ms':>10}{'ratio':>8}", *rows, ""]))


def measure_notifications(installation: Installation) -> dict[str, float]:
    session, said = requests.Session(), installation.said.read_text()
    sign_in(session, f"http://127.0.0.1:{installation.port}", said)
    figures = bench_notifications.measure(installation, session, officers_address(said))
    return {name: round(figure, 2) for name, figure in figures.items()}


def measure(installation: Installation) -> dict[str, dict[str, float]]:
    site = f"http://127.0.0.1:{installation.port}"
    signed_in = requests.Session()
    sign_in(signed_in, site, installation.said.read_text())
    with yardstick() as bare:
        medians = {
            "a bare Django view": median_ms(lambda: fetch(plain, bare)),
            "GET /healthz": median_ms(lambda: fetch(plain, f"{site}/healthz")),
            "the sign-in page": median_ms(lambda: fetch(plain, f"{site}/account/sign-in/")),
            "the home page, signed in": median_ms(lambda: fetch(signed_in, f"{site}/")),
        }
    officer = officers_address(installation.said.read_text())
    intake = bench_intake.measure(installation, signed_in, officer, lambda ask: median_ms(ask, 10, bench_intake.ROUNDS))
    return {**beside(medians, "a bare Django view"), **beside(intake, bench_intake.EMPTY_PAGE)}


def beside(medians: Mapping[str, float], yardstick: str) -> dict[str, dict[str, float]]:
    least = medians[yardstick]
    return {name: {"median_ms": round(ms, 3), "ratio": round(ms / least, 2)} for name, ms in medians.items()}


def fetch(session: requests.Session, url: str) -> None:
    answer = session.get(url, timeout=10, allow_redirects=False)
    assert answer.status_code == 200, (url, answer.status_code)


def median_ms(ask: Callable[[], None], warm_up: int = WARM_UP, rounds: int = ROUNDS) -> float:
    for _ in range(warm_up):
        ask()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def officers_address(said: str) -> str:
    """The first of the accounts that the start printed."""
    return re.findall(r"\S+@\S+", said)[0]


def sign_in(session: requests.Session, site: str, said: str) -> None:
    email = officers_address(said)
    [password] = re.findall(r"Password of all: (\S+)", said)
    page = session.get(f"{site}/account/sign-in/", timeout=10).text
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
    typed = {"csrfmiddlewaretoken": token, "login": email, "password": password}
    session.post(f"{site}/account/sign-in/", data=typed, timeout=10).raise_for_status()


@contextmanager
def yardstick(module: str = "tests.yardstick") -> Iterator[str]:
    port = free_port()
    arguments = ["--interface", "wsgi", "--port", str(port), "--workers", str(WEB_WORKERS), "--log-level", "warning"]
    arguments += ["--blocking-threads", str(WEB_THREADS), "--no-ws"]
    # As our own server is started: with a pool of connections.
    pooled = {**os.environ, "DATABASE_POOL": str(WEB_THREADS)}
    command = [sys.executable, "-m", "granian", *arguments, f"{module}:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=pooled)
    try:
        url = f"http://127.0.0.1:{port}/"
        await_that(lambda: answers(url))
        yield url
    finally:
        server.terminate()
        server.wait()


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code < 500
    except requests.ConnectionError:
        return False


if __name__ == "__main__":
    main()
