"""Whatever is killed comes back, and nothing else is started again for it."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.installations import Installation
from tests.running.processes import SIGNS, await_that, below, kill, main_process, still_there


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Installation]:
    installation = Installation(data)
    installation.start()
    yield installation
    assert installation.stop(signal.SIGTERM) == 0


@pytest.mark.parametrize("killed", SIGNS)
def test_what_is_killed_comes_back_and_the_site_answers(running: Installation, killed: str) -> None:
    await_that(running.answers)
    before = {name: main_process(running.starter.pid, name) for name in SIGNS}

    kill(before[killed])

    await_that(lambda: _is_back(running, killed))
    await_that(running.answers)
    after = {name: main_process(running.starter.pid, name) for name in SIGNS}
    assert {name for name in SIGNS if before[name] != after[name]} == {killed}


def test_nothing_of_a_killed_web_server_stays_behind(running: Installation) -> None:
    web = main_process(running.starter.pid, "web")
    await_that(lambda: below(web.pid))
    of_old = below(web.pid)

    kill(web)

    await_that(lambda: not still_there(of_old))
    await_that(lambda: _is_back(running, "web"))
    await_that(running.answers)


@pytest.mark.parametrize("program", ["web", "worker"])
def test_a_killed_child_of_a_program_comes_back_too(running: Installation, program: str) -> None:
    await_that(lambda: _is_back(running, program))
    parent = main_process(running.starter.pid, program)
    await_that(lambda: below(parent.pid))
    children = below(parent.pid)

    kill(min(children, key=lambda child: child.pid))

    await_that(lambda: len(below(parent.pid)) == len(children))
    await_that(running.answers)
    assert main_process(running.starter.pid, program) == parent


def _is_back(running: Installation, name: str) -> bool:
    try:
        return bool(main_process(running.starter.pid, name))
    except ValueError:
        return False
