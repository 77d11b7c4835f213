"""Whether a council has independent child trafficking guardians, as far as anybody could read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data" / "guardian_cover.yaml"


class State(StrEnum):
    AVAILABLE = "available"
    NOT_AVAILABLE = "not_available"
    UNKNOWN = "unknown"


SENTENCES = {
    State.AVAILABLE: "There is a guardian service for this council.",
    State.NOT_AVAILABLE: "There is no guardian service for this council.",
    State.UNKNOWN: "We do not know whether there is a guardian service for this council. Ring and ask.",
}


@dataclass(frozen=True)
class Cover:
    state: State
    is_verified: bool
    phone: str

    @property
    def note(self) -> str:
        return SENTENCES[self.state]


def cover_for(council: str, on: date) -> Cover:
    """A council that the file does not have, or none at all, is unknown."""
    facts = _facts()
    held = [row for row in facts["councils"] if row["council"] == council and row["valid_from"] <= on]
    if not held:
        return Cover(State.UNKNOWN, is_verified=False, phone=facts["phone"])
    newest = max(held, key=lambda row: row["valid_from"])
    return Cover(State(newest["cover"]), is_verified=newest["is_verified"], phone=facts["phone"])


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return facts
