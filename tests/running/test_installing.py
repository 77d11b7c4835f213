"""A machine that has Python and nothing else, and what it is told when even that is not enough."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.programs import ROOT
from tests.running.installations import inherited

MAKE = shutil.which("make") or "make"
NOTHING_ANSWERS = "http://127.0.0.1:9"
NO_NETWORK = {
    "PATH": "/usr/bin:/bin",
    "PIP_CONFIG_FILE": "/dev/null",
    "PIP_FIND_LINKS": "",
    "PIP_INDEX_URL": NOTHING_ANSWERS,
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
}


def shim(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def make(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**inherited(), "PATH": str(path)}
    return subprocess.run([MAKE, *arguments], cwd=ROOT, env=environment, check=False, capture_output=True, text=True)


def test_a_python_that_does_not_start_or_is_too_old_is_passed_over(tmp_path: Path) -> None:
    shim(tmp_path, "python3.11", "exit 127")
    shim(tmp_path, "python3.12", "exit 1")
    shim(tmp_path, "python3", f'exec {sys.executable} "$@"')

    assert make("--dry-run", "run", path=tmp_path).stdout.startswith(f"{tmp_path}/python3 -m embedded.bootstrap local")


def test_without_a_suitable_python_one_sentence_says_so(tmp_path: Path) -> None:
    shim(tmp_path, "python3.11", "exit 127")

    refusal = make("run", path=tmp_path)

    assert refusal.returncode == 2
    assert "Python 3.11 or 3.12 is needed, and neither is on PATH" in refusal.stderr
    assert len(refusal.stderr.splitlines()) == 1


def test_without_a_network_one_sentence_says_so(tmp_path: Path) -> None:
    for part in ("embedded", "requirements"):
        shutil.copytree(ROOT / part, tmp_path / part)

    refusal = subprocess.run(
        [sys.executable, "-m", "embedded.bootstrap", "local"],
        cwd=tmp_path,
        env={**inherited(), **NO_NETWORK},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert refusal.returncode == 1
    assert refusal.stderr == (
        f"uv could not be installed. Is there a network? The details are in {tmp_path}/.tools/install.log.\n"
    )


PROBE = """
import pytest

def test_that_needs_nothing() -> None: ...
@pytest.mark.needs("sh")
def test_that_needs_what_is_there() -> None: ...
@pytest.mark.needs("no-such-program")
def test_that_needs_more() -> None: ...
"""


@pytest.mark.parametrize(
    ("ci", "closing", "status"), [("", "2 passed, 1 skipped in", 0), ("true", "2 passed, 1 error in", 1)]
)
def test_what_the_machine_lacks_is_skipped_loudly_and_never_in_ci(
    tmp_path: Path, ci: str, closing: str, status: int
) -> None:
    (tmp_path / "test_probe.py").write_text(PROBE)

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", "pyproject.toml", tmp_path],
        cwd=ROOT,
        env={**inherited(), "DJANGO_SETTINGS_MODULE": "config.settings.test", "CI": ci},
        check=False,
        capture_output=True,
        text=True,
    )

    assert run.returncode == status, run.stdout
    assert closing in run.stdout.splitlines()[-1]
    loud = "NOT TESTED: 1 tests were skipped for want of no-such-program"
    assert (loud in run.stdout) == (not ci)
