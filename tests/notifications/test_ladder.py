import pytest

from notifications.enums import Rung
from notifications.rules.ladder import Step, ladder

PEOPLE, UNIT, DUTY, ALL = Rung.PEOPLE, Rung.UNIT, Rung.SUPERVISOR, Rung.ALL_SUPERVISORS
# People told first, units in order, the agency at the top: and every step.
LADDERS = [
    ((), (), None, []),
    ((), (), 9, [(ALL, (9,))]),
    ((), (1,), None, [(UNIT, (1,)), (DUTY, (1,))]),
    ((), (1, 2), 9, [(UNIT, (1,)), (DUTY, (1,)), (UNIT, (2,)), (DUTY, (2,)), (ALL, (9,))]),
    ((), (1, 1, 2), 9, [(UNIT, (1,)), (DUTY, (1,)), (UNIT, (2,)), (DUTY, (2,)), (ALL, (9,))]),
    ((5, 6, 5), (1,), 9, [(PEOPLE, (5, 6)), (UNIT, (1,)), (DUTY, (1,)), (ALL, (9,))]),
    ((5,), (), 9, [(PEOPLE, (5,)), (ALL, (9,))]),
]


@pytest.mark.parametrize(("people", "units", "agency", "steps"), LADDERS)
def test_it_climbs_from_whoever_was_told_first_to_every_supervisor(
    people: tuple[int, ...], units: tuple[int, ...], agency: int | None, steps: list[tuple[Rung, tuple[int, ...]]]
) -> None:
    assert ladder(people, units, agency) == tuple(Step(*step) for step in steps)
