"""Against the published examples of RFC 6962 trees, and against itself for every size and place."""

from hashlib import sha256

import pytest

from audit.sealing.merkle import leaf_hash, proof_of, root_by_proof, root_hash

# The leaves of the test vectors that implementations of RFC 6962 share, and the roots over the first one to eight.
DATA = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes.fromhex("606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("count", range(1, 9))
def test_the_root_is_the_one_of_the_rfc(count: int) -> None:
    assert root_hash(map(leaf_hash, DATA[:count])).hex() == ROOTS[count - 1]


def test_a_tree_of_nothing_has_the_hash_of_nothing() -> None:
    assert root_hash([]) == sha256(b"").digest()


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = leaves(2)

    assert leaf_hash(left + right) != root_hash([left, right])


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65])
def test_every_place_is_proved_and_nothing_else_is(size: int) -> None:
    tree = leaves(size)
    root = root_hash(tree)
    for place, leaf in enumerate(tree):
        proof = proof_of(tree, place)
        assert root_by_proof(leaf, place, size, proof) == root
        assert root_by_proof(leaf_hash(b"other"), place, size, proof) != root
        assert root_by_proof(leaf, place, size, [*proof, leaf]) != root
        assert root_by_proof(leaf, (place + 1) % size, size, proof) != root or size == 1
        if proof:
            assert root_by_proof(leaf, place, size, proof[:-1]) != root
            assert root_by_proof(leaf, place, size, [leaf_hash(b"x"), *proof[1:]]) != root


@pytest.mark.parametrize(("place", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_of_a_place_outside(place: int, size: int) -> None:
    with pytest.raises(IndexError):
        proof_of(leaves(size), place)
    assert root_by_proof(leaf_hash(b""), place, size, []) is None
