"""What docker-compose.yml and the Dockerfile would start, as commands for this machine."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.deployment.production import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LAST_STAGE = DOCKERFILE.rpartition("\nFROM ")[2]
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def instruction(name: str, text: str = LAST_STAGE) -> str:
    found: str = re.findall(rf"^{name} (.*)$", text, re.MULTILINE)[-1]
    return found


@dataclass(frozen=True)
class Container:
    """A service of ours or of others, with the paths that its container would have put where they are here."""

    name: str
    here: dict[str, str]

    @property
    def service(self) -> dict[str, Any]:
        return SERVICES[self.name]

    @property
    def command(self) -> list[str]:
        own_image = json.loads(instruction("ENTRYPOINT")) if "build" in self.service else []
        return [self.placed(part) for part in [*self.service.get("entrypoint", own_image), *self.service["command"]]]

    @property
    def healthcheck(self) -> list[str]:
        kind, *command = self.service["healthcheck"]["test"]
        return ["sh", "-c", *command] if kind == "CMD-SHELL" else [self.placed(part) for part in command]

    @property
    def variables(self) -> dict[str, str]:
        own_image = (
            dict(part.split("=", 1) for part in shlex.split(instruction("ENV"))) if "build" in self.service else {}
        )
        own_image.pop("PATH", None)
        given = {**own_image, **self.service.get("environment", {})}
        return {name: self.placed(str(value)) for name, value in given.items()}

    def placed(self, text: str) -> str:
        for there, here in self.here.items():
            text = re.sub(rf"(^|=){re.escape(there)}(?=/|$)", rf"\g<1>{here}", text)
        return text


def copy_context(to: Path) -> None:
    """What a build would see, and what it makes of it: the assets, and the steps that the Dockerfile names."""
    kept = {pattern[1:] for pattern in IGNORED if pattern.startswith("!")}
    patterns = shutil.ignore_patterns(*(pattern.removeprefix("**/") for pattern in IGNORED if "/" not in pattern[3:]))
    shutil.copytree(ROOT, to, ignore=lambda folder, names: patterns(folder, names) - kept)
    shutil.rmtree(to / "static" / "vendor", ignore_errors=True)


def build_steps(*words: str) -> list[str]:
    """The build's commands that hold one of these words, in their order."""
    steps = re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE)
    return [step for step in steps if any(word in step for word in words)]


UID, GID = instruction("USER").split(":")
NOBODY = [f"--reuid={UID}", f"--regid={GID}", "--clear-groups", "--no-new-privs", "--pdeathsig=TERM"]
# So that it can read a Python that lies in root's home. It gives no right to write.
MAY_READ = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search"]
# A fresh /tmp, as a container has. Where this checkout or its Python lies in /tmp, the one that is there stays.
LIES_IN_TMP = any(path.is_relative_to("/tmp") for path in (ROOT, Path(sys.prefix), Path(sys.base_prefix)))  # noqa: S108
OWN_TMP = "mount --bind /tmp /tmp" if LIES_IN_TMP else "mount -t tmpfs tmpfs /tmp"
READ_ONLY = f'{OWN_TMP} && mount -o remount,bind,ro / && exec "$@"'


@cache
def may_mount() -> bool:
    attempt = ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", "true"]
    return os.geteuid() == 0 and subprocess.run(attempt, capture_output=True, check=False).returncode == 0


def confined(command: list[str]) -> list[str]:
    """As the user of the image, and where this machine allows it, on a root file system that cannot be written."""
    if os.geteuid() != 0:
        return command
    as_nobody = ["setpriv", *NOBODY, *MAY_READ, *command]
    return ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", *as_nobody] if may_mount() else as_nobody
