"""Drawing at random, the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Dice:
    """Draws by shares, made ready once."""

    def __init__(self, shares: Mapping[T, int]) -> None:
        self.places = [value for value, share in shares.items() for _ in range(share)]

    def throw(self, draw: random.Random) -> Any:
        return self.places[int(draw.random() * len(self.places))]


def pick(draw: random.Random, values: Sequence[T]) -> T:
    return values[int(draw.random() * len(values))]
