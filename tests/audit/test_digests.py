from datetime import UTC, date, datetime

import pytest

from agencies.enums import Role
from audit.digests import canonical, digest

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ({"b", "a"}, {"a", "b"}),
        (frozenset({2, 1}), {1, 2}),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}),
        ((1, 2), [1, 2]),
        (Role.SPOC, "MSHT_SPOC"),
    ],
)
def test_values_that_are_the_same_are_spelt_the_same(one: object, same: object) -> None:
    assert canonical(one) == canonical(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", 1),
        (None, "None"),
        (["ab"], ["a", "b"]),
        (["a,b"], ["a", "b"]),
        (date(2026, 1, 2), date(2026, 2, 1)),
        (datetime(2026, 1, 2, tzinfo=UTC), date(2026, 1, 2)),
        ([1, [2]], [[1], 2]),
    ],
)
def test_values_that_differ_are_spelt_differently(one: object, other: object) -> None:
    assert canonical(one) != canonical(other)


def test_a_digest_is_known_and_never_changes() -> None:
    assert digest(KEY, "roles", ["SPOC"]) == "385f3b00239a8ab58daefbe50f173df2d48bda61ac3b59931570c4e798ca4ad4"


def test_another_record_another_field_or_another_value_gives_another_digest() -> None:
    digests = {
        digest(KEY, "name", "x"),
        digest(OTHER_KEY, "name", "x"),
        digest(KEY, "alias", "x"),
        digest(KEY, "name", "y"),
    }

    assert len(digests) == 4
