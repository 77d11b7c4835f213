"""Running other people's installers quietly. Only the standard library, because nothing else is there yet."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded.program import NotStarted

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
LOCKS = ROOT / "requirements"
LOG = TOOLS / "install.log"


def quietly(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> bool:
    """Whether it worked. What it says goes to the log."""
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        log.flush()
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        except OSError as error:
            log.write(f"{error}\n".encode())
            return False
    return done.returncode == 0


def output_of(*command: str | Path) -> str:
    """Empty when it fails, like the shims of a Python that is not there."""
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def apt_install(package: str) -> bool:
    """From the distribution, which only root may do."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    quietly(["apt-get", "update"], quiet)
    return quietly(["apt-get", "install", "--yes", "--no-install-recommends", package], quiet)


def not_installed(what: str) -> NotStarted:
    return NotStarted(f"{what} could not be installed. Is there a network? The details are in {LOG}.")


def digest(*files: Path) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()
