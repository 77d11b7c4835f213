"""The real application, with real servers, treated badly in the middle of a thousand deliveries.

Afterwards every notice is delivered, none is twice in an inbox, and no e-mail went out more than twice.
"""

import email
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
import requests

from embedded.keys import keys_of
from tests.bench import sign_in
from tests.lodging.test_urgent import ANSWERS, filled_in
from tests.notifications.backlog import DELIVERED, IN_INBOXES, MESSAGES, POST, SENT
from tests.running.conftest import place  # noqa: F401 a fixture
from tests.running.installations import Installation
from tests.running.processes import await_that, below, kill, main_process

HOW_MANY = 1_000
# Seconds. Alone it takes a quarter of that; on two cores, others are being tested.
UNTIL_ALL_IS_DONE = 450
# Seconds for which Redis does not answer, and how long an officer may wait for one referral meanwhile.
FROZEN_FOR, PATIENCE = 20, 10
TOLD = """
SELECT count(*) FROM notifications_notice
WHERE reference = ANY(%(references)s) AND kind = 'lodged_urgent' AND delivered_at IS NOT NULL
"""
Trial = Callable[[Installation], None]


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Installation]:  # noqa: F811
    installation = Installation(place / "trials")
    installation.start()
    yield installation
    assert installation.stop(signal.SIGTERM) == 0


def number(running: Installation, query: str, **values: object) -> int:
    [(found,)] = running.as_owner(query, **values)
    return int(str(found))


def of_trial(running: Installation, query: str, trial: str) -> int:
    return number(running, query, trial=f"{trial} %")


def delivered(running: Installation, trial: str) -> int:
    return of_trial(running, DELIVERED, trial)


def sent(running: Installation, trial: str) -> int:
    return of_trial(running, SENT, trial)


def copies(running: Installation) -> Counter[int]:
    """How often each e-mail was handed over, by the number that its Message-ID begins with."""
    end = b"\n" + b"-" * 79 + b"\n"
    files = (running.data / "mail").glob("*.log")
    sources = [source for file in files for source in file.read_bytes().split(end) if source.strip()]
    return Counter(_number(str(email.message_from_bytes(source)["Message-ID"])) for source in sources)


def _number(message_id: str) -> int:
    return int(message_id.removeprefix("<message-").partition(".")[0])


def of_this(running: Installation, trial: str) -> set[int]:
    """Beside them, a time limit of a referral may pass at any minute, and somebody is told."""
    return {int(str(number)) for (number,) in running.as_owner(MESSAGES, trial=f"{trial} %")}


def kill_the_worker(running: Installation) -> None:
    worker = main_process(running.starter.pid, "worker")
    children = below(worker.pid)
    kill(worker)
    for child in children:
        await_that(lambda child=child: child not in below(1))


def empty_redis(running: Installation) -> None:
    broker(running).flushall()


def restart_postgresql(running: Installation) -> None:
    kill(main_process(running.starter.pid, "PostgreSQL"))
    await_that(running.answers)


def stop_beat_for_a_while(running: Installation) -> None:
    kill(main_process(running.starter.pid, "beat"))


def do_nothing(running: Installation) -> None:
    """What it is compared with."""


def broker(running: Installation) -> redis.Redis:
    settings = (running.data / "redis" / "redis.conf").read_text()
    [port] = re.findall(r"^port (\d+)$", settings, re.MULTILINE)
    return redis.Redis(port=int(port), password=keys_of(running.data).redis)


@pytest.mark.parametrize("trial", [do_nothing, kill_the_worker, empty_redis, restart_postgresql, stop_beat_for_a_while])
def test_in_the_middle_of_a_thousand_deliveries(running: Installation, trial: Trial) -> None:
    await_that(running.answers)
    name = trial.__name__
    running.as_owner(POST, trial=name, kind="handed_over", how_many=HOW_MANY, ago="0")
    await_that(lambda: delivered(running, name) >= HOW_MANY // 10)
    assert name == "do_nothing" or delivered(running, name) < HOW_MANY

    trial(running)

    await_that(lambda: delivered(running, name) == HOW_MANY, UNTIL_ALL_IS_DONE)
    await_that(lambda: sent(running, name) == HOW_MANY, UNTIL_ALL_IS_DONE)
    mails = copies(running)
    assert of_trial(running, IN_INBOXES, name) == HOW_MANY
    assert len(of_this(running, name) & mails.keys()) == HOW_MANY
    assert max(mails.values()) <= 2


def test_a_day_without_beat_and_nothing_is_lost(running: Installation) -> None:
    """What was posted a day ago and never looked at is delivered, not given up."""
    running.as_owner(POST, trial="day", kind="handed_over", how_many=20, ago="25 hours")

    await_that(lambda: sent(running, "day") == 20)
    assert delivered(running, "day") == 20


def test_while_redis_does_not_answer_referrals_are_passed_on_and_told_of_afterwards(running: Installation) -> None:
    site, officer = f"http://127.0.0.1:{running.port}", requests.Session()
    sign_in(officer, site, running.said.read_text())
    frozen = main_process(running.starter.pid, "Redis")
    references, slowest = [], 0.0

    os.kill(frozen.pid, signal.SIGSTOP)
    try:
        until = time.monotonic() + FROZEN_FOR
        while time.monotonic() < until:
            began = time.monotonic()
            references.append(pass_on_urgently(officer, site))
            slowest = max(slowest, time.monotonic() - began)
    finally:
        os.kill(frozen.pid, signal.SIGCONT)

    await_that(lambda: number(running, TOLD, references=references) == len(references), 90)
    assert len(references) >= 3
    assert slowest < PATIENCE


def pass_on_urgently(officer: requests.Session, site: str) -> str:
    """From the first click to the reference."""
    draft = officer.post(f"{site}/referrals/new/", filled_in(officer.get(f"{site}/", timeout=20).text), timeout=20)
    reference = draft.url.removeprefix(f"{site}/referrals/").partition("/")[0]
    urgent = f"{site}/referrals/{reference}/urgent/"
    answer = officer.post(urgent, filled_in(officer.get(urgent, timeout=20).text, **ANSWERS), timeout=20)
    assert answer.url.endswith("/lodged/"), answer.url
    return reference
