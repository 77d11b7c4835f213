"""A row, and what follows from it, in words that need no knowledge of how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from agencies.enums import AgencyKind
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.kinds import KINDS
from notifications.models import RoutingRow
from notifications.routing.rules import Routed, Table

LABELS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "kinds": ("What happened", dict(NoticeKind.choices)),
    "exploitation": ("Exploitation", dict(ExploitationGroup.choices)),
    "ages": ("Age", dict(Age.choices)),
    "risks": ("Danger", dict(Risk.choices)),
    "agency_kinds": ("Who refers", dict(AgencyKind.choices)),
}


@dataclass(frozen=True)
class Condition:
    label: str
    values: tuple[str, ...]


def conditions(row: RoutingRow, areas: Mapping[str, str], agencies: Mapping[str, str]) -> list[Condition]:
    """Those that narrow the row. None: it holds for everything."""
    labels = {**LABELS, "areas": ("Where", areas), "agency_codes": ("Who refers", agencies)}
    order = ("kinds", "areas", "exploitation", "ages", "risks", "agency_kinds", "agency_codes")
    found = ((labels[name], getattr(row, name)) for name in order)
    return [
        Condition(label, tuple(known.get(value, value) for value in values))
        for (label, known), values in found
        if values
    ]


def ladder(table: Table, routed: Routed, kind: NoticeKind) -> list[str]:
    """What happens if nobody answers, step by step. Empty where nobody has to."""
    within = KINDS[kind].acknowledge_within
    if within is None:
        return []
    minutes = int(within.total_seconds() // 60)
    first, *rest = [table.units[key].name for key in routed.units]
    steps = [f"Duty supervisor of {first}"]
    for name in rest:
        steps += [name, f"Duty supervisor of {name}"]
    return [f"After {minutes * number} minutes: {step}" for number, step in enumerate([*steps, "every supervisor"], 1)]
