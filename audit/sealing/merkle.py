"""The Merkle tree of RFC 6962, section 2.1, over SHA-256."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

SIZE = 32
_OF_NOTHING = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def root_hash(leaves: Iterable[bytes]) -> bytes:
    """Of leaf hashes. Pairs from the left; who has no neighbour goes up alone, which is the tree of the RFC."""
    level = list(leaves)
    if not level:
        return _OF_NOTHING
    while len(level) > 1:
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def proof_of(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What is needed beside one leaf hash, counted from 0, to arrive at the root: from the leaf upwards.

    Raises IndexError for a place outside the tree.
    """
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    if len(leaves) == 1:
        return []
    half = _left_half(len(leaves))
    if place < half:
        return [*proof_of(leaves[:half], place), root_hash(leaves[half:])]
    return [*proof_of(leaves[half:], place - half), root_hash(leaves[:half])]


def root_by_proof(leaf: bytes, place: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root of a tree of `size` leaves that this proof leads to. None if it cannot be a proof for this place."""
    if not 0 <= place < size:
        return None
    if size == 1:
        return leaf if not proof else None
    if not proof:
        return None
    half, *rest_and_sibling = _left_half(size), *proof
    rest, sibling = rest_and_sibling[:-1], rest_and_sibling[-1]
    if place < half:
        below = root_by_proof(leaf, place, half, rest)
        return None if below is None else _node(below, sibling)
    below = root_by_proof(leaf, place - half, size - half, rest)
    return None if below is None else _node(sibling, below)


def _left_half(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
