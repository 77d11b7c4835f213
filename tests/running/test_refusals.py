"""What stands in the way is said in one sentence, and nothing is left half started."""

import socket
import subprocess
from pathlib import Path

import pytest

from embedded.data_folder import claimed
from embedded.database import as_user, make_role
from embedded.ports import free_port
from embedded.postgres import Postgres
from embedded.programs import ROOT
from tests.conftest import superuser_url
from tests.running.installations import EMBEDDED, inherited


def start(data: Path, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {**inherited(), "DATA_DIR": str(data), "PORT": str(free_port()), **given}
    return subprocess.run(EMBEDDED, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=60)


def refused(finished: subprocess.CompletedProcess[str]) -> str:
    assert finished.returncode == 1
    assert "Ready" not in finished.stdout
    [sentence] = finished.stderr.splitlines()
    return sentence


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert refused(start(tmp_path, PORT=str(port))) == (
            f"Port {port} is in use. Stop what uses it, or give another PORT."
        )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert refused(start(tmp_path, PORT=port)) == f"PORT must be a number from 1 to 65535, not {port}."


def test_a_data_folder_in_use(tmp_path: Path) -> None:
    with claimed(tmp_path):
        assert refused(start(tmp_path)).startswith(f"The data folder {tmp_path} is in use by process ")


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert refused(start(tmp_path / "file")) == f"{tmp_path / 'file'}: File exists."


def test_a_database_whose_password_is_lost(place: Path) -> None:
    lost = place / "lost"
    made = Postgres(lost / "postgres", free_port(), "another", throw_away=True)
    made.prepare()

    finished = start(lost)

    assert finished.returncode == 1
    assert finished.stderr == f"{made.data} was made with another keys.json. Move it away to start afresh.\n"


def test_a_database_server_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql://owner@127.0.0.1:{free_port()}/referrals"

    assert refused(start(tmp_path, DATABASE_URL=url)).startswith(
        "The database server named in DATABASE_URL does not answer: "
    )


def test_an_owner_who_may_not_make_the_role_that_serves(tmp_path: Path) -> None:
    make_role(superuser_url(), "somebody", "theirs")
    url = as_user(superuser_url("postgres"), "somebody", "theirs")

    assert refused(start(tmp_path, DATABASE_URL=url)) == (
        "The owner named in DATABASE_URL may not create the role postgres_app. "
        "Give the owner as DATABASE_OWNER_URL, and the role that serves as DATABASE_URL."
    )


def test_a_redis_server_that_does_not_answer(tmp_path: Path) -> None:
    given = {"DATABASE_URL": superuser_url(), "DATABASE_OWNER_URL": superuser_url()}

    assert refused(start(tmp_path, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0", **given)).startswith(
        "The Redis server named in REDIS_URL does not answer: "
    )
