"""Some made-up cases, drawn by themselves: it makes no difference which block is written first, or by whom."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from referrals.demonstration.generated.cases import draw_case
from referrals.demonstration.generated.ground import Ground
from referrals.demonstration.generated.mould import Lines, Mould
from referrals.demonstration.generated.people import drawn


@dataclass(frozen=True)
class Keys:
    people: Iterator[str]
    encounters: Iterator[str]
    referrals: Iterator[str]
    steps: Iterator[str]


class Block:
    """`alike`: how many cases share what became of them. Names, places, texts and who has them differ."""

    def __init__(self, ground: Ground, numbers: range, alike: int) -> None:
        self.ground, self.numbers = ground, numbers
        firsts = numbers[::alike]
        moulds = [Mould(ground, draw_case(number, seed=ground.seed, now=ground.now)) for number in firsts]
        self.moulds = [moulds[place % len(moulds)] for place in range(len(numbers))]

    @property
    def number_of_steps(self) -> int:
        return sum(mould.number_of_steps for mould in self.moulds)

    def fill(self, keys: Keys, lines: Lines) -> None:
        draw = random.Random(f"{self.ground.seed} from {self.numbers.start}")  # noqa: S311 - made-up people
        for number, mould in zip(self.numbers, self.moulds, strict=True):
            gaps = drawn(mould, number, self.ground, draw)
            gaps |= {"person": next(keys.people), "encounter": next(keys.encounters), "pk": next(keys.referrals)}
            gaps |= {f"step_{place}": next(keys.steps) for place in range(mould.number_of_steps)}
            for table, written in mould.pour(gaps):
                lines[table].append(written)
