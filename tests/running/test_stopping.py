"""However it is stopped, nothing is left running and what was written is still there."""

import os
import signal
from pathlib import Path

import pytest

from tests.running.installations import Installation
from tests.running.processes import await_that, still_there

MAKE = ("make", "--silent", "run")


@pytest.fixture
def installation(data: Path) -> Installation:
    return Installation(data)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_closes_the_database_and_keeps_what_was_written(
    installation: Installation, number: signal.Signals
) -> None:
    installation.start()
    found = installation.as_owner("SELECT reference FROM audit_recordkey WHERE reference = 'kept'")
    assert found == [("kept",)]

    assert installation.stop(number) == 0
    assert "database system is shut down" in installation.database_log().splitlines()[-1]


@pytest.mark.parametrize("command", [Installation.command, MAKE], ids=["by itself", "from make"])
def test_killed_outright_it_leaves_nothing_running(installation: Installation, command: tuple[str, ...]) -> None:
    installation.command = command
    installation.start()
    running = installation.processes()
    assert len(running) > len(("web", "worker", "beat", "PostgreSQL", "Redis"))

    os.kill(installation.starter.pid, signal.SIGKILL)
    installation.starter.wait()

    await_that(lambda: not still_there(running))
    assert "database system is shut down" in installation.database_log().splitlines()[-1]
