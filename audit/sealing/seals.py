"""What a seal says, and the signature below it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

# The first seal follows nothing.
NOTHING_BEFORE = bytes(32)


@dataclass(frozen=True)
class Statement:
    """All lines from `first` to `last`, both counted in; numbers that were never given to a line are gaps.

    `root`: of the Merkle tree over their leaf hashes. `previous`: the hash of the seal before.
    """

    number: int
    first: int
    last: int
    count: int
    root: bytes
    previous: bytes
    sealed_at: datetime

    @property
    def data(self) -> bytes:
        at = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        lines = (self.number, self.first, self.last, self.count, self.root.hex(), self.previous.hex(), at)
        return "\n".join(["A seal of a ledger, 1", *map(str, lines), ""]).encode()

    @property
    def hash(self) -> bytes:
        return sha256(self.data).digest()

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        return key.sign(self.data)

    def is_signed(self, signature: bytes, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(signature, self.data)
        except InvalidSignature:
            return False
        return True
