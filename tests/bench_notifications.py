"""How soon an inbox holds what was passed on, how fast a backlog drains, and what the worker needs for it."""

import re
import resource
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from embedded.database import APPLICATION, OWNER
from embedded.keys import keys_of
from embedded.ports import free_port
from embedded.programs import ROOT
from tests.bench_intake import TOKEN, complete_drafts
from tests.notifications.backlog import DELIVERED, POST, SENT
from tests.running.installations import Installation, inherited
from tests.running.processes import await_that, below, main_process

ALONE, CLIENTS, EACH = 60, 8, 25
BACKLOG, EMAILS = 10_000, 1_000
# Seconds between two looks at the inboxes.
GLANCE = 0.003
SEEN = """
SELECT i.id, n.reference FROM notifications_inboxitem i JOIN notifications_notice n ON n.id = i.notice_id
WHERE i.id > %s ORDER BY i.id
"""
Figures = dict[str, float]


class Sink:
    """Takes every message and forgets it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        return "250 taken"


@contextmanager
def sink() -> Iterator[dict[str, str]]:
    """A mail server, and what points an installation at it."""
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(server.port),
            "EMAIL_SECURITY": "none",
            "MESSAGES_ALLOWED_TO": "manager@westmercia.example",
        }
    finally:
        server.stop()


class Eyes(Thread):
    """Look at the inboxes all the time, and remember when each case first stood in one."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(daemon=True)
        self.database = installation.database(OWNER, keys_of(installation.data).owner)
        self.seen: dict[str, float] = {}
        self.ended = Event()

    def run(self) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            last = 0
            while not self.ended.wait(GLANCE):
                # Rows become visible in another order than their keys.
                for key, reference in connection.execute(SEEN, [max(0, last - 500)]):
                    self.seen.setdefault(reference, time.perf_counter())
                    last = max(last, key)


def measure(installation: Installation, session: requests.Session, officer: str) -> Figures:
    before = worker_memory(installation)
    eyes = Eyes(installation)
    eyes.start()
    figures = {
        **latency("alone", installation, session, officer, eyes, clients=1, each=ALONE),
        **latency("eight clients", installation, session, officer, eyes, clients=CLIENTS, each=EACH),
    }
    eyes.ended.set()
    eyes.join()
    figures |= drain(installation)
    return {**figures, "worker before, MB": before, "worker after, MB": worker_memory(installation)}


# From passing on to the inbox


def latency(
    name: str,
    installation: Installation,
    session: requests.Session,
    officer: str,
    eyes: Eyes,
    *,
    clients: int,
    each: int,
) -> Figures:
    """From pressing the button. Each client passes on the next one as soon as it has its answer."""
    site = f"http://127.0.0.1:{installation.port}"
    drafts = complete_drafts(installation, officer, clients * each)
    token = TOKEN.findall(session.get(f"{site}/referrals/{drafts[0]}/check/").text)[0]
    pressed: dict[str, float] = {}

    def client(mine: list[str]) -> None:
        own = requests.Session()
        own.cookies.update(session.cookies)
        for reference in mine:
            pressed[reference] = time.perf_counter()
            sent = {"csrfmiddlewaretoken": token, "key": str(uuid.uuid4()), "declared": "on", "then": "lodge"}
            answer = own.post(f"{site}/referrals/{reference}/check/", sent, allow_redirects=False)
            assert answer.status_code == 302, answer.status_code

    used, began = _processor_time(), time.perf_counter()
    threads = [Thread(target=client, args=[drafts[number::clients]]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = time.perf_counter() - began
    await_that(lambda: eyes.seen.keys() >= pressed.keys(), 120)
    told = max(eyes.seen[reference] for reference in pressed) - began
    took = sorted((eyes.seen[reference] - moment) * 1000 for reference, moment in pressed.items())
    return {
        f"to the inbox, {name}: median ms": statistics.median(took),
        f"to the inbox, {name}: p95 ms": statistics.quantiles(took, n=20)[-1],
        f"{name}: passed on per second (offered)": len(drafts) / answered,
        f"{name}: told per second (achieved)": len(drafts) / told,
        f"{name}: processor time of the clients, %": (_processor_time() - used) / told * 100,
    }


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# A backlog


def drain(installation: Installation) -> Figures:
    rows = _seconds_for_empty_rows(installation)
    notices = _seconds(
        installation,
        "backlog",
        BACKLOG,
        "lodged",
        lambda: _number(installation, DELIVERED, "backlog") == BACKLOG,
    )
    emails = _seconds(
        installation, "mail", EMAILS, "handed_over", lambda: _number(installation, SENT, "mail") == EMAILS
    )
    return {
        f"{BACKLOG} tasks with an empty row each: s": rows,
        f"{BACKLOG} notices into inboxes: s": notices,
        "ratio (at most 2)": notices / rows,
        f"{EMAILS} e-mails to a local sink: s": emails,
        "e-mails per second": EMAILS / emails,
    }


def _seconds(installation: Installation, trial: str, how_many: int, kind: str, is_done: Callable[[], bool]) -> float:
    """From handing them to the workers, by as many as the sweeper does, until the last is done."""
    # In the future, so that the sweeper itself leaves them alone meanwhile.
    installation.as_owner(POST, trial=trial, kind=kind, how_many=how_many, ago="-1 hour")
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.bench_backlog", trial]
    subprocess.run(command, cwd=ROOT, env=environment(installation), check=True)
    while not is_done():
        assert time.perf_counter() - began < 600, trial
        time.sleep(0.02)
    return time.perf_counter() - began


def _number(installation: Installation, query: str, trial: str) -> int:
    [(found,)] = installation.as_owner(query, trial=f"{trial} %")
    return int(str(found))


def _seconds_for_empty_rows(installation: Installation) -> float:
    """The yardstick: a worker like ours, on the same servers, whose tasks each commit one row that holds nothing."""
    installation.as_owner("CREATE TABLE bench_row (id bigserial PRIMARY KEY)")
    installation.as_owner(f"GRANT INSERT ON bench_row TO {APPLICATION}")
    installation.as_owner(f"GRANT USAGE ON SEQUENCE bench_row_id_seq TO {APPLICATION}")
    known = environment(installation)
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.bench_rows",
        "worker",
        "-c",
        "2",
        "-l",
        "WARNING",
        "-Q",
        "rows",
    ]
    worker = subprocess.Popen([*command, "--without-gossip", "--without-mingle", "-n", "rows@%h"], cwd=ROOT, env=known)
    try:
        subprocess.run([sys.executable, "-m", "tests.bench_rows", "1"], cwd=ROOT, env=known, check=True)
        await_that(lambda: _rows(installation) == 1)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tests.bench_rows", str(BACKLOG)], cwd=ROOT, env=known, check=True)
        await_that(lambda: _rows(installation) == BACKLOG + 1, 600)
        return time.perf_counter() - began
    finally:
        worker.terminate()
        worker.wait()


def _rows(installation: Installation) -> int:
    [(found,)] = installation.as_owner("SELECT count(*) FROM bench_row")
    return int(str(found))


def environment(installation: Installation) -> dict[str, str]:
    keys = keys_of(installation.data)
    settings = (installation.data / "redis" / "redis.conf").read_text()
    [port] = re.findall(r"^port (\d+)$", settings, re.MULTILINE)
    return {
        **inherited(),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": installation.database(APPLICATION, keys.application),
        "REDIS_URL": f"redis://:{keys.redis}@127.0.0.1:{port}/0",
        "SECRET_KEY": keys.secret_key,
        "FIELD_KEYS": keys.field_key,
        "DATA_DIR": str(installation.data),
    }


# Memory


def worker_memory(installation: Installation) -> float:
    """Of the worker and its children together: what each alone would free."""
    worker = main_process(installation.starter.pid, "worker")
    return sum(_own_memory(process.pid) for process in (worker, *below(worker.pid))) / 1024


def _own_memory(pid: int) -> int:
    """Kilobytes. What they share counts in parts."""
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [found] = re.findall(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    return int(found)


if __name__ == "__main__":
    sys.exit("Run make bench.")
