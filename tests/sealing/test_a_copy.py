"""A dump, restored elsewhere, is checked by somebody who has the anchor and nothing else of ours."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.actions import record
from audit.enums import Operation
from audit.sealing.actions import seal_what_is_written
from audit.sealing.anchoring import tell_of_new_seals
from audit.sealing.keys import key_of
from tests.conftest import postgres, superuser_url

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
COPY = "a_copy"


@pytest.fixture
def anchor(tmp_path: Path, settings: Any) -> Path:
    settings.LEDGER_ANCHOR_FOLDER = str(tmp_path)
    for number in range(5):
        record(
            Operation.DISCLOSURE, f"test.{number}", "MS-26-0000001", by=None, at=timezone.now(), shown=["Ü", "b"],
            changed={"name": "Shembull"},
        )  # fmt: skip
    assert len(seal_what_is_written(key_of(settings.LEDGER_KEY), timezone.now())) == 1
    assert tell_of_new_seals() == {"folder": 1}
    return tmp_path / "anchors.txt"


@pytest.fixture
def copy(anchor: Path, tmp_path: Path) -> Iterator[str]:
    """On a server whose clocks go differently."""
    name = f"{COPY}_{settings.WORKER}"
    dump = tmp_path / "dump"
    binaries = postgres(Path()).binaries
    ours = superuser_url(connection.settings_dict["NAME"])
    subprocess.run([binaries / "pg_dump", "--format=custom", f"--file={dump}", ours], check=True)
    with psycopg.connect(superuser_url(), autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        superuser.execute(f"ALTER DATABASE {name} SET timezone = 'Asia/Kathmandu'")  # type: ignore[arg-type]
        superuser.execute(f"ALTER DATABASE {name} SET datestyle = 'SQL, DMY'")  # type: ignore[arg-type]
    subprocess.run([binaries / "pg_restore", f"--dbname={superuser_url(name)}", dump], check=True)
    yield superuser_url(name)
    with psycopg.connect(superuser_url(), autocommit=True) as superuser:
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def checked(copy: str, *more: str) -> tuple[int, str]:
    """With an environment in which nothing of ours is set."""
    command = [sys.executable, "-m", "audit.sealing.verification", "--database", copy, *more]
    told = subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def test_a_copy_is_intact_broken_or_not_provable(copy: str, anchor: Path) -> None:
    status, said = checked(copy, "--anchor", str(anchor))
    assert (status, said.splitlines()[0]) == (0, "Intact."), said
    assert checked(copy)[0] == 2

    with psycopg.connect(copy, autocommit=True) as superuser:
        superuser.execute("ALTER TABLE audit_entry DISABLE TRIGGER append_only")
        superuser.execute("UPDATE audit_entry SET shown = '{b}' WHERE event = 'test.3'")

    status, said = checked(copy, "--anchor", str(anchor))
    assert (status, said.splitlines()[0]) == (1, "Does not fit.")
    assert "is not what was sealed" in said


def test_what_cannot_be_checked_is_said_in_a_sentence(copy: str, anchor: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("hello\n")

    for more in (["--anchor", str(tmp_path / "none.txt")], ["--anchor", str(tmp_path / "other.txt")]):
        status, said = checked(copy, *more)
        assert status == 3
        assert said.startswith("It could not be checked. ")
        assert "Traceback" not in said
    assert checked("postgresql://127.0.0.1:1/none")[1].startswith("It could not be checked. ")
