"""What an installation keeps is for its own user alone, whatever others on the machine leave in its way."""

import os
import pwd
import signal
import stat
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from embedded.data_folder import claimed, write_privately
from embedded.ports import free_port
from embedded.postgres import Postgres
from embedded.program import NotStarted, stop, wait_until_ready
from tests.running.installations import Installation
from tests.running.test_elsewhere import as_root
from tests.running.test_refusals import refused, start

NOBODY = pwd.getpwnam("nobody")
PASSED_THROUGH = 0o711 if os.geteuid() == 0 else 0o700
QUICK = 3


@pytest.fixture(scope="module")
def running(place: Path) -> Iterator[Installation]:
    installation = Installation(place / "new" / "private")
    installation.data.parent.mkdir(mode=0o755)
    installation.start()
    yield installation
    assert installation.stop(signal.SIGTERM) == 0


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_nothing_that_a_start_makes_is_open_to_others(running: Installation) -> None:
    made = {part for part in running.data.rglob("*") if not part.is_symlink() and not part.is_socket()}
    names = {part.name for part in made}
    assert names >= {"keys.json", "redis.conf", "redis.log", "postgres.log", "web.log", "worker.log", "PG_VERSION"}
    assert any(name.endswith(".aof") for name in names)

    assert [part for part in made if mode(part) & 0o077] == []
    assert mode(running.data) == PASSED_THROUGH


def test_the_folder_of_the_database_server_holds_nothing_of_ours(running: Installation) -> None:
    owner = NOBODY.pw_uid if os.geteuid() == 0 else os.geteuid()
    theirs = running.data / "postgres"

    assert {part.lstat().st_uid for part in (theirs, *theirs.rglob("*"))} == {owner}
    assert {part.lstat().st_uid for part in running.data.iterdir() if part != theirs} == {os.geteuid()}


def test_an_unreadable_request_costs_little_and_its_values_are_not_logged(running: Installation) -> None:
    secret = "Sunflower-Lane-42"
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    token = "a" * 32
    began = time.monotonic()

    connection.request(
        "POST",
        "/account/sign-in/",
        f"csrfmiddlewaretoken={token}&password={secret}",
        {"Content-Type": "application/x-www-form-urlencoded; charset=utf-16", "Cookie": f"csrftoken={token}"},
    )
    connection.getresponse().read()

    assert time.monotonic() - began < QUICK
    connection.close()
    assert secret not in (running.data / "web.log").read_text()


@as_root
@pytest.mark.parametrize("planted", ["password", "postgres.log", "data.new"])
def test_root_follows_no_link_that_the_servers_account_planted(place: Path, planted: str) -> None:
    folder = place / f"planted-{planted}"
    victim = folder / "victim"
    home = folder / "postgres"
    home.mkdir(parents=True)
    victim.write_text("precious")
    victim.chmod(0o600)
    os.chown(home, NOBODY.pw_uid, NOBODY.pw_gid)
    (home / planted).symlink_to(victim)
    server = Postgres(home, free_port(), "secret", throw_away=True)

    try:
        server.prepare()
        process = server.program.start()
        wait_until_ready(server.program, process)
        stop(server.program, process)
    except NotStarted:
        assert planted == "data.new"

    assert victim.read_text() == "precious"
    assert (victim.stat().st_uid, mode(victim)) == (0, 0o600)


def test_a_link_in_the_place_of_a_private_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    for name in ("keys.json", "keys.json.new"):
        (tmp_path / name).symlink_to(victim)

    write_privately(tmp_path / "keys.json", "secret")

    assert victim.read_text() == "precious"
    assert (tmp_path / "keys.json").read_text() == "secret"
    assert mode(tmp_path / "keys.json") == 0o600
    assert not (tmp_path / "keys.json").is_symlink()


@as_root
def test_a_data_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY.pw_uid, NOBODY.pw_gid)

    assert refused(start(tmp_path)) == f"The data folder {tmp_path} belongs to another user. Give another DATA_DIR."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("open_to", [0o720, 0o702, 0o1777])
def test_a_data_folder_that_others_may_write_is_refused(tmp_path: Path, open_to: int) -> None:
    tmp_path.chmod(open_to)

    assert refused(start(tmp_path)) == (
        f"Others may write in the data folder {tmp_path}. Run chmod go-w on it, or give another DATA_DIR."
    )
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "web.log").touch(mode=0o644)
    (tmp_path / "mail").chmod(0o755)

    with claimed(tmp_path):
        assert (mode(tmp_path / "mail"), mode(tmp_path / "web.log")) == (0o700, 0o600)


def test_folders_on_the_way_to_a_new_data_folder_let_the_database_server_through(tmp_path: Path) -> None:
    with claimed(tmp_path / "above" / "data"):
        assert {mode(tmp_path / "above"), mode(tmp_path / "above" / "data")} == {PASSED_THROUGH}
