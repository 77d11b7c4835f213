"""Whatever somebody types stays out of the logs, wherever they type it and whatever goes wrong with it."""

import http.client
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from config.celery import app
from embedded.ports import free_port
from tests.deployment.production import SITE, VARIABLES, Running, running, wait
from tests.factories import MembershipFactory

# Every value that the test types holds it; nothing else does.
MARK = "Zqx7Marker"
VISITOR = f"{MARK}-visitor@agency.example"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def variables() -> dict[str, str]:
    server = settings.DATABASES["default"]
    address = f"postgresql://{server['USER']}:{server['PASSWORD']}@127.0.0.1:{server['PORT']}/{server['NAME']}"
    module = {"DJANGO_SETTINGS_MODULE": "tests.deployment.leaky_settings"}
    return {**VARIABLES, **module, "DATABASE_URL": address, "REDIS_URL": settings.REDIS_URL}


@pytest.fixture
def web(variables: dict[str, str], tmp_path: Path) -> Iterator[tuple[Running, int]]:
    port = free_port()
    arguments = ["--interface=wsgi", "--no-ws", f"--port={port}", "--log-config=config/granian.json"]
    command = [sys.executable, "-m", "granian", *arguments, "config.wsgi:application"]
    with running(command, variables, tmp_path / "web.log", until=lambda: answers(port)) as started:
        yield started, port


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/readyz")[0] in (200, 503, 404)
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, body, {"Host": SITE, "X-Forwarded-Proto": "https", **headers})
        answer = connection.getresponse()
        try:
            return answer.status, answer.read()
        except http.client.IncompleteRead:
            return answer.status, b""


def signed_in(settings: Settings) -> tuple[Any, dict[str, str]]:
    """A session as production would have made it, and a token against forgery."""
    settings.SECRET_KEY = VARIABLES["SECRET_KEY"]
    membership = MembershipFactory(user__email=VISITOR.lower(), user__full_name=f"{MARK} visitor")
    client = Client()
    client.force_login(membership.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = "a" * 32
    return membership, {
        "Cookie": f"__Host-session={session}; __Host-csrf={token}; other={MARK}",
        "X-CSRFToken": token,
        "Referer": f"https://{SITE}/",
        "User-Agent": MARK,
        "X-Forwarded-For": "198.51.100.7",
        "X-Whatever": MARK,
    }


def lines_of(started: Running) -> list[dict[str, Any]]:
    return [json.loads(line) for line in started.said().splitlines()]


def test_nothing_that_somebody_typed_reaches_the_log_of_the_web(web: tuple[Running, int], settings: Settings) -> None:
    started, port = web
    membership, headers = signed_in(settings)
    form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}

    statuses = [
        ask(port, "POST", f"/raises/{MARK}/?q={MARK}", f"field={MARK}", **form)[0],
        ask(port, "POST", f"/raises/{MARK}/", json.dumps({"field": MARK}), **headers)[0],
        ask(port, "GET", f"/asks-nonsense/?q={MARK}", **headers)[0],
        ask(port, "GET", f"/talks/?q={MARK}", **headers)[0],
        ask(port, "GET", f"/{MARK}/", **headers)[0],
        ask(port, MARK.upper(), "/talks/", **headers)[0],
        ask(port, "POST", f"/talks/?{MARK}", f"field={MARK}", Cookie=MARK)[0],
        ask(port, "GET", "/talks/", **{**headers, "Host": f"{MARK}.test"})[0],
        ask(port, "GET", f"/streams/?q={MARK}", **headers)[0],
    ]
    wait(lambda: sum(line["event"] == "request" for line in lines_of(started)) >= len(statuses))

    assert statuses == [500, 500, 500, 200, 404, 200, 403, 400, 200]
    assert MARK.lower() not in started.said().lower()
    told = lines_of(started)
    requests = [(line["method"], line["route"], line["status"]) for line in told if line["event"] == "request"]
    assert requests == [
        ("POST", "raises", 500),
        ("POST", "raises", 500),
        ("GET", "asks-nonsense", 500),
        ("GET", "talks", 200),
        ("GET", None, 404),
        ("other", "talks", 200),
        ("POST", "talks", 403),
        ("GET", None, 400),
        ("GET", "streams", 200),
    ]
    first = next(line for line in told if line["event"] == "request")
    assert (first["actor_id"], first["agency_id"]) == (membership.user_id, membership.agency_id)
    assert first["duration_ms"] >= 0


def test_an_error_is_told_by_its_type_and_our_lines_under_the_id_of_its_request(
    web: tuple[Running, int], settings: Settings
) -> None:
    started, port = web
    _, headers = signed_in(settings)

    ask(port, "POST", f"/raises/{MARK}/", **headers)
    wait(lambda: "request" in [line["event"] for line in lines_of(started)])

    error, request = lines_of(started)[-2:]
    assert (error["event"], error["level"], error["error"]) == ("django.request", "error", "ValueError from KeyError")
    assert [line.split(":")[0] for line in error["lines"]][-1] == "tests/deployment/leaky.py"
    assert error["request_id"] == request["request_id"]
    assert set(error) == {"timestamp", "level", "event", "request_id", "status", "error", "lines"}


def test_what_our_own_code_says_keeps_its_name_and_loses_its_values(
    web: tuple[Running, int], settings: Settings
) -> None:
    started, port = web
    _, headers = signed_in(settings)

    ask(port, "GET", f"/talks/?q={MARK}", **headers)
    wait(lambda: "request" in [line["event"] for line in lines_of(started)])

    said = [line["event"] for line in lines_of(started) if line["level"] in ("error", "warning")]
    assert said[-6:] == [
        "somebody.else",
        "celery.worker.somebody: they typed %s",
        "agencies",
        "page.talked",
        "unnamed",
        "py.warnings",
    ]


@pytest.fixture
def worker(variables: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "--app=config",
        "worker",
        "--concurrency=1",
        "--without-gossip",
    ]
    log = tmp_path / "worker.log"
    with running(command, variables, log, until=lambda: '"worker.ready"' in log.read_text()) as started:
        yield started


def test_nothing_that_a_task_was_given_reaches_the_log_of_the_worker(worker: Running) -> None:
    for name in ("leaky.fails", "leaky.retries", "leaky.returns", f"leaky.unknown_{MARK}"):
        app.send_task(name, args=[MARK], kwargs={}, headers={"note": MARK})
    app.send_task("leaky.returns", kwargs={"unexpected": MARK})
    wait(lambda: sum(line.get("outcome") is not None for line in lines_of(worker) if "event" in line) >= 5)

    assert MARK.lower() not in worker.said().lower()
    ran = [(line["task"], line["outcome"]) for line in lines_of(worker) if line["event"] == "task.ran"]
    assert sorted(ran) == [
        ("leaky.fails", "FAILURE"),
        ("leaky.retries", "FAILURE"),
        ("leaky.retries", "RETRY"),
        ("leaky.returns", "FAILURE"),
        ("leaky.returns", "SUCCESS"),
    ]
    failure = next(line for line in lines_of(worker) if line.get("task") == "leaky.fails" and "error" in line)
    assert (failure["event"], failure["error"]) == ("celery.app.trace", "ValueError")
    assert failure["lines"][-1].startswith("tests/deployment/leaky.py:")
    assert failure["task_id"]
