"""uv installs the packages: the one on PATH, or the pinned one, fetched with whatever this Python has."""

import re
import shutil
import sys
from pathlib import Path

from embedded.program import NotStarted
from embedded.progress import tell
from embedded.tools import LOCKS, TOOLS, not_installed, output_of, quietly

OLDEST = (0, 8)
FETCHED = TOOLS / "uv"
LOCK = LOCKS / "uv.txt"


def find_uv() -> Path:
    for candidate in (shutil.which("uv"), FETCHED / "bin" / "uv", FETCHED / "venv" / "bin" / "uv"):
        if candidate and _is_recent(Path(candidate)):
            return Path(candidate)
    return _fetch()


def _is_recent(uv: Path) -> bool:
    version = re.match(r"uv (\d+)\.(\d+)", output_of(uv, "--version"))
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST


def _fetch() -> Path:
    tell("Fetching uv, which installs the packages")
    lock = ["--quiet", "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)]
    shutil.rmtree(FETCHED, ignore_errors=True)
    if output_of(sys.executable, "-m", "pip", "--version"):
        if quietly([sys.executable, "-m", "pip", "install", "--target", FETCHED, *lock]):
            return FETCHED / "bin" / "uv"
        raise not_installed("uv")
    if not quietly([sys.executable, "-m", "venv", FETCHED / "venv"]):
        raise NotStarted("This Python has neither pip nor venv. Install the package python3-venv, and start again.")
    if not quietly([FETCHED / "venv" / "bin" / "python", "-m", "pip", "install", *lock]):
        raise not_installed("uv")
    return FETCHED / "venv" / "bin" / "uv"


def mirror_of_pip() -> dict[str, str]:
    """uv does not read pip's configuration, where an organisation names its own mirror."""
    named = re.search(r"\.index-url='([^']+)'", output_of(sys.executable, "-m", "pip", "config", "list"))
    return {"UV_DEFAULT_INDEX": named[1]} if named else {}


if __name__ == "__main__":
    print(find_uv())
