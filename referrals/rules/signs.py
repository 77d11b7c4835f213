"""The signs of modern slavery, under the headings where an officer looks for them.

One sign can be enough, and none proves nothing: so no sign has a weight, and nothing is added up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from victims.enums import AgeGroup


@dataclass(frozen=True)
class Sign:
    """`also` holds other words by which it is found. Without `is_verified` no published guidance names it."""

    code: str
    label: str
    also: str
    is_verified: bool


@dataclass(frozen=True)
class Heading:
    title: str
    signs: tuple[Sign, ...]
    is_for_children: bool


def _heading(facts: Mapping[str, Any], unverified: frozenset[str]) -> Heading:
    signs = tuple(Sign(**sign, is_verified=sign["code"] not in unverified) for sign in facts["signs"])
    return Heading(facts["title"], signs, facts.get("is_for_children", False))


def _headings(facts: Mapping[str, Any]) -> tuple[Heading, ...]:
    return tuple(_heading(heading, frozenset(facts["unverified"])) for heading in facts["headings"])


HEADINGS = _headings(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))
SIGNS = {sign.code: sign for heading in HEADINGS for sign in heading.signs}
# Titles, and under each its signs: code and label.
GROUPS = {heading.title: {sign.code: sign.label for sign in heading.signs} for heading in HEADINGS}
MAY_BE_A_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}


def headings_for(age: AgeGroup | None) -> tuple[Heading, ...]:
    """Those of children first where the person is a child, or may be one; otherwise last."""
    are_first = age in MAY_BE_A_CHILD
    first = tuple(heading for heading in HEADINGS if heading.is_for_children == are_first)
    return first + tuple(heading for heading in HEADINGS if heading.is_for_children != are_first)


def in_a_line(known_by: Iterable[str]) -> str:
    """How many are ticked, and of how many nobody has said how it is known. Empty where none is ticked."""
    sources = list(known_by)
    unsaid = sources.count("")
    needs = f". {unsaid} need{'s' if unsaid == 1 else ''} “how do you know”" if unsaid else ""
    return f"{len(sources)} ticked{needs}" if sources else ""
