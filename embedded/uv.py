"""uv installs the packages: the one on PATH, or the pinned one, fetched with whatever this Python has."""

import re
import shutil
import sys
from pathlib import Path

from embedded.program import NotStarted
from embedded.progress import tell
from embedded.tools import LOCKS, TOOLS, apt_install, not_installed, output_of, quietly

OLDEST = (0, 8)
FETCHED = TOOLS / "uv"
INSTALL = ["-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS / "uv.txt")]


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
    shutil.rmtree(FETCHED, ignore_errors=True)
    if output_of(sys.executable, "-m", "pip", "--version"):
        command, uv = [sys.executable, *INSTALL, "--target", str(FETCHED)], FETCHED / "bin" / "uv"
    else:
        command, uv = [_python_with_pip(), *INSTALL], FETCHED / "venv" / "bin" / "uv"
    if not quietly(command):
        raise not_installed("uv")
    return uv


def _python_with_pip() -> str:
    """Debian's Python has pip and the means to make an environment in a package of its own."""
    make = [sys.executable, "-m", "venv", "--clear", str(FETCHED / "venv")]
    if not quietly(make) and not (apt_install("python3-venv") and quietly(make)):
        raise NotStarted("This Python has neither pip nor venv. Install the package python3-venv, and start again.")
    return str(FETCHED / "venv" / "bin" / "python")


def mirror_of_pip() -> dict[str, str]:
    """uv does not read pip's configuration, where an organisation names its own mirror."""
    named = re.search(r"\.index-url='([^']+)'", output_of(sys.executable, "-m", "pip", "config", "list"))
    return {"UV_DEFAULT_INDEX": named[1]} if named else {}


if __name__ == "__main__":
    print(find_uv())
