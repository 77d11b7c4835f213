"""Checks a ledger against its seals, and its seals against the anchor that is kept elsewhere.

Reads the two tables and nothing else, with no settings and no secret of ours, so that it also runs on a copy:

    python -m audit.sealing.verification --database postgresql://… --anchor anchors.txt
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.sealing import anchors
from audit.sealing.anchors import Anchor
from audit.sealing.encoding import SELECTED, bytes_of
from audit.sealing.merkle import SIZE, leaf_hash, root_hash
from audit.sealing.seals import NOTHING_BEFORE, Statement

SHOWN = 20
# Fetched at a time, so that a ledger of any length is read in the same memory.
AT_ONCE = 5_000
SEALS = """
    SELECT number, first, last, count, root, previous, sealed_at, hash, signature, leaves
    FROM audit_seal ORDER BY number
"""
LINES = f"SELECT {SELECTED} FROM audit_entry ORDER BY id"  # noqa: S608 - our own columns


class Verdict(StrEnum):
    """`NOT_PROVABLE` is never `INTACT`: whoever held everything could have made all of it anew."""

    INTACT = "Intact"
    NOT_PROVABLE = "Not provable"
    BROKEN = "Does not fit"


NOT_CHECKED = 3
EXIT_CODES = {Verdict.INTACT: 0, Verdict.BROKEN: 1, Verdict.NOT_PROVABLE: 2}


@dataclass(frozen=True)
class Seal:
    says: Statement
    hash: bytes
    signature: bytes
    leaves: bytes

    @property
    def every_leaf(self) -> list[bytes]:
        return [self.leaves[at : at + SIZE] for at in range(0, len(self.leaves), SIZE)]


@dataclass
class Report:
    """`proved_to`: the last line that the anchor proves. `problems`: in the order of the ledger, the first first."""

    proved_to: int = 0
    sealed: int = 0
    unsealed: int = 0
    problems: list[str] = field(default_factory=list)
    is_anchored: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.problems:
            return Verdict.BROKEN
        return Verdict.INTACT if self.is_anchored else Verdict.NOT_PROVABLE

    @property
    def text(self) -> str:
        lines = [f"{self.verdict}.", *self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"And {len(self.problems) - SHOWN} more.")
        if not self.problems and self.is_anchored:
            lines.append(f"Every line up to number {self.proved_to} is as it was when it was sealed and anchored.")
        if not self.is_anchored:
            lines.append("Without an anchor that was kept elsewhere, all of it could have been made anew.")
        if not self.problems and self.is_anchored and self.sealed:
            lines.append(f"{self.sealed} later lines are sealed and not anchored yet: not provable.")
        if self.unsealed:
            lines.append(f"{self.unsealed} lines are not sealed yet: not provable.")
        return "\n".join(lines)


def verify(connection: "psycopg.Connection[tuple[Any, ...]]", anchored: Mapping[int, Anchor]) -> Report:
    """In one snapshot. `anchored`: by number."""
    report = Report(is_anchored=bool(anchored))
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # However the server of a copy writes its dates.
        connection.execute("SET LOCAL datestyle TO ISO")
        lines = _Lines(_rows(connection, "lines", LINES))
        before, key, place = None, None, 0
        for place, row in enumerate(_rows(connection, "seals", SEALS), start=1):
            seal = _seal(row)
            anchor = anchored.get(seal.says.number)
            key = anchor.key if anchor else key
            wrong = [*_of_the_chain(seal, place, before), *_of_itself(seal), *_of_the_anchor(seal, anchor, key)]
            report.problems += [f"Seal {seal.says.number}, up to line {seal.says.last}, {each}." for each in wrong]
            report.problems += _of_the_lines(seal, list(lines.up_to(seal.says.last)))
            report.proved_to, report.sealed = (
                (seal.says.last, 0) if anchor else (report.proved_to, report.sealed + seal.says.count)
            )
            before = seal
        report.unsealed = lines.left()
    report.problems += _of_the_end(anchored, place)
    return report


def _seal(row: tuple[Any, ...]) -> Seal:
    number, first, last, count, root, previous, sealed_at, hashed, signature, leaves = row
    says = Statement(number, first, last, count, bytes(root), bytes(previous), sealed_at)
    return Seal(says, bytes(hashed), bytes(signature), bytes(leaves))


def _of_the_chain(seal: Seal, place: int, before: Seal | None) -> Iterator[str]:
    says, ends = seal.says, before.says.last if before else 0
    if says.number != place:
        yield f"stands in place {place}"
    if says.previous != (before.hash if before else NOTHING_BEFORE):
        yield "does not follow the seal before it"
    if says.first != ends + 1 or says.last < says.first:
        yield f"begins with line {says.first}, though the seal before it ends with line {ends}"


def _of_itself(seal: Seal) -> Iterator[str]:
    if seal.says.hash != seal.hash:
        yield "does not say what its hash is of"
    if len(seal.leaves) != seal.says.count * SIZE or root_hash(seal.every_leaf) != seal.says.root:
        yield "holds hashes of lines that do not give its root"


def _of_the_anchor(seal: Seal, anchor: Anchor | None, key: bytes | None) -> Iterator[str]:
    if anchor and (anchor.hash, anchor.last) != (seal.hash, seal.says.last):
        yield "is not the one that was anchored"
    if key and not seal.says.is_signed(seal.signature, Ed25519PublicKey.from_public_bytes(key)):
        yield "is not signed with the key that was anchored"


def _of_the_lines(seal: Seal, found: list[tuple[int, bytes]]) -> Iterator[str]:
    """The first that does not fit. Behind one that was removed or added none is in its place."""
    says = seal.says
    hashes = [leaf for _, leaf in found]
    sealed = seal.every_leaf
    if hashes == sealed:
        return
    place = next(at for at, (now, then) in enumerate(zip_longest(hashes, sealed)) if now != then)
    if hashes[place:] == sealed[place + 1 :]:
        after = found[place - 1][0] if place else says.first - 1
        yield f"The line that followed number {after} was removed (seal {says.number})."
    elif hashes[place + 1 :] == sealed[place:]:
        yield f"Line {found[place][0]} was added (seal {says.number})."
    elif place == len(hashes):
        yield f"Lines behind number {found[-1][0] if found else says.first - 1} were removed (seal {says.number})."
    else:
        yield f"Line {found[place][0]} is not what was sealed (seal {says.number})."


def _of_the_end(anchored: Mapping[int, Anchor], seals: int) -> Iterator[str]:
    missing = [anchor for number, anchor in anchored.items() if not 1 <= number <= seals]
    if missing:
        first, last = missing[0].number, max(anchor.last for anchor in missing)
        yield f"Seal {first} was anchored and is not here: lines up to number {last} were removed, or its seals were."


class _Lines:
    """The lines in order, a seal's worth at a time."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def up_to(self, last: int) -> Iterator[tuple[int, bytes]]:
        while self._next is not None and self._next[0] <= last:
            yield self._next[0], leaf_hash(bytes_of(self._next))
            self._next = next(self._rows, None)

    def left(self) -> int:
        """How many come after those that were asked for."""
        return sum(1 for _ in self._rows) + (self._next is not None)


def _rows(
    connection: "psycopg.Connection[tuple[Any, ...]]", name: str, sql: LiteralString
) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(name=name) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(sql)
        yield from cursor


def main() -> None:
    parser = argparse.ArgumentParser(description="Check a ledger, or a copy of one, against its seals.")
    parser.add_argument("--database", required=True, help="its address; a dump is restored into an empty one first")
    parser.add_argument("--anchor", type=Path, help="the file of anchors, from where it is kept")
    asked = parser.parse_args()
    try:
        anchored = anchors.read(asked.anchor.read_text().splitlines()) if asked.anchor else {}
        with psycopg.connect(asked.database, autocommit=True) as connection:
            report = verify(connection, anchored)
    except (OSError, ValueError, psycopg.Error) as problem:
        sys.stderr.write(f"It could not be checked. {problem}\n")
        sys.exit(NOT_CHECKED)
    sys.stdout.write(f"{report.text}\n")
    sys.exit(EXIT_CODES[report.verdict])


if __name__ == "__main__":
    main()
