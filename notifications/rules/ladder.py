"""Whom an unanswered notice climbs to: the unit, its duty supervisor, the next unit, and so on to every supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.enums import Rung


@dataclass(frozen=True)
class Step:
    """`whom` are units for a unit or its supervisor, people for people, an agency for all of its supervisors."""

    rung: Rung
    whom: tuple[int, ...]


def ladder(people: Sequence[int], units: Sequence[int], agency: int | None) -> tuple[Step, ...]:
    """The first step is whoever is told at once; every supervisor of the agency stands at the top.

    Give no people where a unit is told beside them: then the unit's duty supervisor comes next.
    """
    steps = [Step(Rung.PEOPLE, tuple(dict.fromkeys(people)))] if people else []
    for unit in dict.fromkeys(units):
        steps += [Step(Rung.UNIT, (unit,)), Step(Rung.SUPERVISOR, (unit,))]
    if agency is not None:
        steps.append(Step(Rung.ALL_SUPERVISORS, (agency,)))
    return tuple(steps)
