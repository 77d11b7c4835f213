"""By an ordinary user, in a checkout that only root may enter, and with servers that are not ours."""

import os
import pwd
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from embedded.accounts import SHELTER, is_reachable, reachable
from embedded.database import make_database
from embedded.programs import ROOT
from tests.conftest import superuser_url
from tests.running.installations import Installation
from tests.running.processes import SIGNS, await_that, main_process
from tests.running.trees import link_python, link_tree

# Where they lie in every checkout.
PACKAGES = Path(psycopg.__file__).parent.parent.relative_to(ROOT)
PYTHON = Path(sys.executable).relative_to(ROOT)
NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="every other test here is one by an ordinary user")


def python_for_anyone(place: Path) -> tuple[Path, dict[str, str]]:
    """This Python, or its like where root keeps this one at home."""
    if is_reachable(Path(sys.executable).resolve().parent, NOBODY):
        return Path(sys.executable), {}
    program, libraries = link_python(place / "python")
    return program, {"LD_LIBRARY_PATH": str(libraries)}


@as_root
def test_an_ordinary_user_runs_it(place: Path) -> None:
    python, found_by = python_for_anyone(place)
    theirs = place / "theirs"
    theirs.mkdir()
    os.chown(theirs, NOBODY.pw_uid, NOBODY.pw_gid)
    tree = link_tree(place / "tree")
    installation = Installation(
        theirs / "data",
        command=(str(python), "-m", "embedded"),
        tree=tree,
        environment={"HOME": str(theirs), "PYTHONPATH": str(tree / PACKAGES), **found_by},
        user=NOBODY.pw_uid,
    )

    installation.start()

    await_that(installation.answers)
    assert {(theirs / "data" / name).stat().st_uid for name in ("keys.json", "postgres", "redis")} == {NOBODY.pw_uid}
    assert (theirs / "data" / "keys.json").stat().st_mode & 0o777 == 0o600
    assert installation.stop(signal.SIGTERM) == 0


@pytest.fixture
def closed_place(place: Path) -> Iterator[Path]:
    before = set(SHELTER.glob("msreferrals-*"))
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    yield closed
    for left in set(SHELTER.glob("msreferrals-*")) - before:
        shutil.rmtree(left)


@as_root
def test_root_runs_it_where_only_root_may_enter(closed_place: Path) -> None:
    data = closed_place / "data"
    tree = link_tree(closed_place / "tree")
    installation = Installation(data, tree=tree, command=(str(tree / PYTHON), "-m", "embedded"))
    assert reachable(data / "postgres", NOBODY).parent == SHELTER

    installation.start()

    await_that(installation.answers)
    assert main_process(installation.starter.pid, "PostgreSQL").command.startswith(f"{SHELTER}/msreferrals-")
    assert closed_place.stat().st_mode & 0o777 == 0o700
    assert installation.stop(signal.SIGTERM) == 0


@pytest.fixture
def given_database() -> Iterator[str]:
    make_database(superuser_url(), "given")
    yield "given"
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        connection.execute("DROP DATABASE given WITH (FORCE)")
        connection.execute("DROP ROLE given_app")


def test_servers_that_are_given_are_used_and_none_is_started(place: Path, given_database: str) -> None:
    given = {"DATABASE_URL": superuser_url(given_database), "REDIS_URL": settings.REDIS_URL}
    installation = Installation(place / "given", environment=given)

    installation.start()

    await_that(installation.answers)
    commands = [process.command for process in installation.processes()]
    assert {name for name, sign in SIGNS.items() if any(sign in command for command in commands)} == {
        "web",
        "worker",
        "beat",
    }
    with psycopg.connect(superuser_url(given_database)) as connection:
        assert connection.execute("SELECT count(*) FROM agencies_user").fetchone() != (0,)
    assert installation.stop(signal.SIGTERM) == 0
