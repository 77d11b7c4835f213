"""How each reader of a notice is told: at once, in the day's e-mail, or in this service only.

Where a unit must answer, whoever is on shift is written to, and the others find it. Whoever is away is not written to:
a colleague gets theirs; where they named none, the next who is there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from notifications.enums import How


@dataclass(frozen=True)
class Circumstances:
    """`wishes` has everybody who may be told. `must_answer`: somebody has to say that they have it.

    `is_alarm`: whoever ought to have been told could not be, so these are told at once, whatever they wish.
    """

    wishes: Mapping[int, How]
    is_for_unit: bool = False
    must_answer: bool = False
    is_alarm: bool = False
    on_shift: Sequence[int] = ()
    away: Collection[int] = ()
    stand_ins: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reached:
    how: How
    instead_of: int | None = None


def reach(readers: Sequence[int], seen: Circumstances) -> dict[int, Reached]:
    """Every reader has it in their inbox, and so has whoever stands in for one of them."""
    wanted = _wanted(readers, seen)
    stood_in_for = {person: seen.stand_ins[person] for person in wanted if person in seen.stand_ins}
    is_somebody_there = bool(stood_in_for) or any(person not in seen.away for person in wanted)
    told = {
        person: Reached(
            _wish(person, seen)
            if person in wanted and not (is_somebody_there and person in seen.away)
            else How.IN_APPLICATION
        )
        for person in readers
    }
    for person, other in stood_in_for.items():
        if other not in told or told[other].how != How.AT_ONCE:
            told[other] = Reached(_wish(other, seen), instead_of=person)
    return told


def _wanted(readers: Sequence[int], seen: Circumstances) -> list[int]:
    """Who is written to, if they are there."""
    if not (seen.is_for_unit and seen.must_answer) or seen.is_alarm:
        return list(readers)
    on_shift = [person for person in seen.on_shift if person in readers]
    if any(person not in seen.away or person in seen.stand_ins for person in on_shift):
        return on_shift
    return list(readers)


def _wish(person: int, seen: Circumstances) -> How:
    return How.AT_ONCE if seen.is_alarm or seen.must_answer else seen.wishes[person]
