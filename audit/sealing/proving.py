"""One line of the ledger, and all that shows somebody who holds the anchor that it is in there."""

import json
from dataclasses import dataclass

from django.db import connection

from audit.models import Seal
from audit.sealing.encoding import SELECTED, bytes_of
from audit.sealing.merkle import SIZE, leaf_hash, proof_of, root_by_proof
from audit.sealing.seals import Statement

LINE = f"SELECT {SELECTED} FROM audit_entry WHERE id = %s"  # noqa: S608 - our own columns


class NotSealed(LookupError):
    """There is no such line, or no seal holds it yet."""


@dataclass(frozen=True)
class Proof:
    """`line`: the bytes of the line. `says`: what its seal says. `place`: counted from 0. `path`: hashes upwards."""

    line: bytes
    says: Statement
    place: int
    path: list[bytes]

    @property
    def holds(self) -> bool:
        """Whether the line is in the seal. That the seal is the one that was anchored is for its hash to show."""
        return root_by_proof(leaf_hash(self.line), self.place, self.says.count, self.path) == self.says.root

    def __str__(self) -> str:
        path = [each.hex() for each in self.path]
        seal = {**vars(self.says), "root": self.says.root.hex(), "previous": self.says.previous.hex()}
        known = {"line": self.line.hex(), "place": self.place, "path": path, "seal": seal, "hash": self.says.hash.hex()}
        return json.dumps(known, indent=2, default=str)


def prove(number: int) -> Proof:
    """Raises NotSealed."""
    seal = Seal.objects.filter(first__lte=number, last__gte=number).first()
    with connection.cursor() as cursor:
        cursor.execute(LINE, [number])
        row = cursor.fetchone()
    if seal is None or row is None:
        raise NotSealed(number)
    line = bytes_of(row)
    leaves = [bytes(seal.leaves)[at : at + SIZE] for at in range(0, len(seal.leaves), SIZE)]
    says = Statement(
        seal.number, seal.first, seal.last, seal.count, bytes(seal.root), bytes(seal.previous), seal.sealed_at
    )
    try:
        place = leaves.index(leaf_hash(line))
    except ValueError:
        return Proof(line, says, 0, [])
    return Proof(line, says, place, proof_of(leaves, place))
