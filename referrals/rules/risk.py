"""THRIVE: six things to look at before somebody says how high a risk is. Made again whenever something changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from referrals.enums import RiskLevel


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    asks: str


PARTS = (
    Part("threat", "Threat", "Who or what threatens them, or others like them?"),
    Part("harm", "Harm", "What was done to them, and what could still be done?"),
    Part("risk", "Risk", "How likely is it, and how soon?"),
    Part("investigation", "Investigation", "What has to be found out or secured, and by when?"),
    Part("vulnerability", "Vulnerability", "What makes it harder for them to protect themselves?"),
    Part("engagement", "Engagement", "What do they want, whom do they trust, who could support them?"),
)
SAY_SOMETHING = "Say something about at least one of the six parts."
SAY_WHY = "Say why it is this level."


@dataclass(frozen=True)
class Change:
    part: Part
    before: str
    now: str


def reason_not_to_assess(parts: Mapping[str, str], reason: str) -> str | None:
    if not any(parts.get(part.name, "").strip() for part in PARTS):
        return SAY_SOMETHING
    return None if reason.strip() else SAY_WHY


def changes(before: Mapping[str, str] | None, now: Mapping[str, str]) -> list[Change]:
    """From one assessment to the next. Of the first, everything that was said."""
    pairs = [(part, (before or {}).get(part.name, ""), now.get(part.name, "")) for part in PARTS]
    return [Change(part, old, new) for part, old, new in pairs if old != new]


def step_of_level(before: RiskLevel | None, now: RiskLevel) -> str:
    """How the level moved, in words."""
    if before is None:
        return ""
    return "The level stays" if before == now else f"Was {before.label.lower()}"
