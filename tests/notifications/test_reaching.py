"""Who is written to at once, who in the day's e-mail, and who finds it in the service. Written out by hand."""

import pytest

from notifications.enums import How
from notifications.rules.reaching import Circumstances, Reached, reach

NOW, DAILY, HERE = How.AT_ONCE, How.DAILY, How.IN_APPLICATION
ANN, BEN, CAM = 1, 2, 3
WISHES = {ANN: NOW, BEN: DAILY, CAM: HERE}

# Named: the circumstances, the readers, and how each is told.
TABLE: dict[str, tuple[dict[str, object], list[int], dict[int, How | tuple[How, int]]]] = {
    "a person, as they wish": ({}, [BEN], {BEN: DAILY}),
    "a unit, each as they wish": ({"is_for_unit": True}, [ANN, BEN, CAM], WISHES),
    "must be answered: everybody of the unit at once": (
        {"is_for_unit": True, "must_answer": True}, [ANN, BEN, CAM], {ANN: NOW, BEN: NOW, CAM: NOW},
    ),
    "must be answered: whoever is on shift at once, the others find it": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [BEN]}, [ANN, BEN, CAM],
        {ANN: HERE, BEN: NOW, CAM: HERE},
    ),
    "not urgent: a shift changes nothing": (
        {"is_for_unit": True, "on_shift": [BEN]}, [ANN, BEN, CAM], WISHES,
    ),
    "on shift, but may not see it: everybody else at once": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [BEN]}, [ANN, CAM], {ANN: NOW, CAM: NOW},
    ),
    "away with a colleague: the colleague as they wish": (
        {"away": {ANN}, "stand_ins": {ANN: BEN}}, [ANN], {ANN: HERE, BEN: (DAILY, ANN)},
    ),
    "away with a colleague, and must be answered": (
        {"away": {ANN}, "stand_ins": {ANN: CAM}, "must_answer": True}, [ANN], {ANN: HERE, CAM: (NOW, ANN)},
    ),
    "away without a colleague: nobody else could know": ({"away": {ANN}}, [ANN], {ANN: NOW}),
    "away, of a unit whose others are there": (
        {"is_for_unit": True, "away": {ANN}}, [ANN, BEN], {ANN: HERE, BEN: DAILY},
    ),
    "on shift and away: the colleague at once": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [ANN], "away": {ANN}, "stand_ins": {ANN: CAM}},
        [ANN, BEN, CAM],
        {ANN: HERE, BEN: HERE, CAM: (NOW, ANN)},
    ),
    "on shift and away without a colleague: the next who is there": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [ANN], "away": {ANN}},
        [ANN, BEN, CAM],
        {ANN: HERE, BEN: NOW, CAM: NOW},
    ),
    "two on shift, the first away: the second at once": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [ANN, BEN], "away": {ANN}},
        [ANN, BEN, CAM],
        {ANN: HERE, BEN: NOW, CAM: HERE},
    ),
    "a whole unit away: all of them": (
        {"is_for_unit": True, "must_answer": True, "away": {ANN, BEN}}, [ANN, BEN], {ANN: NOW, BEN: NOW},
    ),
    "told instead of whoever ought to have been: at once, whatever they wish": (
        {"is_for_unit": True, "is_alarm": True}, [BEN, CAM], {BEN: NOW, CAM: NOW},
    ),
    "of a unit, not on shift and away: nobody gets theirs": (
        {"is_for_unit": True, "must_answer": True, "on_shift": [BEN], "away": {ANN}, "stand_ins": {ANN: CAM}},
        [ANN, BEN],
        {ANN: HERE, BEN: NOW},
    ),
    "a colleague who is told at once for themselves": (
        {"is_for_unit": True, "must_answer": True, "away": {ANN}, "stand_ins": {ANN: BEN}},
        [ANN, BEN],
        {ANN: HERE, BEN: NOW},
    ),
    "nobody": ({}, [], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_everybody_is_told_as_the_table_says(name: str) -> None:
    facts, readers, expected = TABLE[name]

    told = reach(readers, Circumstances(wishes=WISHES, **facts))  # type: ignore[arg-type]

    assert told == {
        person: Reached(*how) if isinstance(how, tuple) else Reached(how) for person, how in expected.items()
    }
