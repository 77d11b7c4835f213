"""Install what the lock files name, on a machine that has Python and nothing else.

    python3 -m embedded.bootstrap local     what `make run` needs
    python3 -m embedded.bootstrap dev       that, and what `make check` and `make test` need

Only the standard library here, and in whatever is imported from here.
"""

import fcntl
import sys
from pathlib import Path

from embedded.node import install_assets
from embedded.program import NotStarted
from embedded.progress import tell
from embedded.tools import LOCKS, ROOT, TOOLS, digest, not_installed, output_of, quietly
from embedded.uv import find_uv, mirror_of_pip
from embedded.wanted_by_tests import install_what_tests_want

VENV = ROOT / ".venv"
STAMP = VENV / "installed"


def main(kind: str) -> int:
    try:
        TOOLS.mkdir(exist_ok=True)
        with (TOOLS / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_packages(kind)
            install_assets(for_tests=kind == "dev")
            if kind == "dev":
                install_what_tests_want()
    except NotStarted as problem:
        return _complain(str(problem))
    except OSError as problem:
        return _complain(f"{problem.filename or 'This machine'}: {problem.strerror}.")
    except KeyboardInterrupt:
        return _complain("Stopped. The next start goes on from here.")
    return 0


# Of docopt there is no wheel, so it is built, by a builder that is pinned too.
WHEELS_ONLY: list[str | Path] = [
    "--only-binary",
    ":all:",
    "--no-binary",
    "docopt",
    "--build-constraint",
    LOCKS / "build.txt",
]


def install_packages(kind: str) -> None:
    """Development holds everything that a run needs, so either will do for a run."""
    python = VENV / "bin" / "python"
    enough = {digest(LOCKS / f"{name}.txt") for name in {kind, "dev"}}
    if STAMP.exists() and STAMP.read_text() in enough and _starts(python):
        return
    uv = find_uv()
    if not _starts(python) and not quietly([uv, "venv", "--clear", "--python", sys.executable, VENV]):
        raise not_installed("The Python environment")
    tell("Installing the Python packages")
    lock = LOCKS / f"{kind}.txt"
    command: list[str | Path] = [uv, "pip", "sync", "--python", python, "--require-hashes", *WHEELS_ONLY, lock]
    if not quietly(command, mirror_of_pip()):
        raise not_installed("The Python packages")
    STAMP.write_text(digest(lock))


def _starts(python: Path) -> bool:
    """Not when it was made by a Python that is gone since."""
    return bool(output_of(python, "-c", "print(1)"))


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
