"""What of each seal is kept outside the system: a line. By them anybody can tell this ledger from another one."""

from collections.abc import Iterable
from dataclasses import dataclass


class NotAnAnchor(ValueError):
    """A line that is none."""


@dataclass(frozen=True)
class Anchor:
    """`last`: the number of the last line of the ledger that the seal holds. `key`: the public one of its signature."""

    number: int
    last: int
    hash: bytes
    key: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.last} {self.hash.hex()} {self.key.hex()}"


def read(lines: Iterable[str]) -> dict[int, Anchor]:
    """By number. Lines may come twice, and other text may stand around them, as in mail: it begins with "#" or "> ".

    Raises NotAnAnchor, naming the line, and where two lines say different things of one seal.
    """
    found: dict[int, Anchor] = {}
    for line in (each.strip() for each in lines):
        if not line or line.startswith(("#", ">")):
            continue
        anchor = _anchor(line)
        if found.setdefault(anchor.number, anchor) != anchor:
            raise NotAnAnchor(f"Seal {anchor.number} is anchored twice, and differently.")
    return found


def _anchor(line: str) -> Anchor:
    parts = line.split()
    try:
        number, last, hashed, key = parts
        return Anchor(int(number), int(last), bytes.fromhex(hashed), bytes.fromhex(key))
    except ValueError:
        raise NotAnAnchor(f"This is not an anchor: {line[:80]}") from None
