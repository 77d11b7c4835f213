"""Another checkout, with what is installed in this one, at the price of a few links."""

import subprocess
import sys
import sysconfig
from pathlib import Path

from embedded.programs import ROOT

LEFT_BEHIND = {".git", ".local", ".tools", "node_modules", "tests"}


def link_tree(destination: Path) -> Path:
    destination.mkdir()
    link([part for part in ROOT.iterdir() if part.name not in LEFT_BEHIND], destination)
    return destination


def link_python(destination: Path) -> tuple[Path, Path]:
    """This Python where anyone can reach it, and the folder of its libraries."""
    standard = Path(sysconfig.get_path("stdlib"))
    program, libraries = destination / "bin" / "python3", destination / "lib"
    program.parent.mkdir(parents=True)
    (libraries / standard.name).mkdir(parents=True)
    link([Path(sys.executable).resolve()], program)
    link([part for part in standard.iterdir() if part.name not in ("site-packages", "test")], libraries / standard.name)
    link(list(standard.parent.glob("libpython*")), libraries)
    return program, libraries


def link(parts: list[Path], destination: Path) -> None:
    linked = subprocess.run(["cp", "--archive", "--link", *parts, destination], check=False, capture_output=True)
    if linked.returncode:
        subprocess.run(["cp", "--archive", "--force", *parts, destination], check=True)
