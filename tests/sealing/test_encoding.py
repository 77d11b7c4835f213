"""Two lines of the ledger that differ in anything are different bytes, and the same line always is the same."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from audit.sealing.encoding import COLUMNS, bytes_of

AT = datetime(2026, 11, 26, 2, 5, 7, 120000, tzinfo=UTC)
LINE: dict[str, Any] = {
    "id": 7, "at": AT, "written_at": AT, "actor_id": 12, "acting_for": "west-mercia", "roles": ["OFFICER"],
    "operation": "consultation", "event": "referral.opened", "reference": "MS-26-0000001", "shown": ["a", "b"],
    "digests::text": '{"name": "1f", "age": "2e"}', "outcome": "allowed",
    "host(address)": "10.0.0.1", "request_id": "r",
}  # fmt: skip


def encoded(**changes: Any) -> bytes:
    known = {**LINE, **changes}
    return bytes_of([known[column] for column in COLUMNS])


def test_it_knows_every_column() -> None:
    assert list(LINE) == list(COLUMNS)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 8), ("at", AT + timedelta(microseconds=1)), ("written_at", AT + timedelta(seconds=1)),
        ("actor_id", None), ("actor_id", 13), ("acting_for", ""), ("roles", []), ("roles", ["OFFICER", ""]),
        ("operation", "disclosure"), ("event", "referral.closed"), ("reference", ""), ("shown", ["ab"]),
        ("shown", ["b", "a"]), ("shown", ["a", "b", ""]), ("digests::text", "{}"), ("digests::text", '{"name": "1f"}'),
        ("outcome", "refused"), ("host(address)", None), ("host(address)", ""), ("request_id", ""),
    ],
)  # fmt: skip
def test_each_change_shows(column: str, value: Any) -> None:
    assert encoded(**{column: value}) != encoded()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"event": "ab", "reference": "c"}, {"event": "a", "reference": "bc"}),
        ({"event": "t1:a", "reference": ""}, {"event": "", "reference": "t1:a"}),
        ({"roles": ["a"], "operation": "b"}, {"roles": [], "operation": "ab"}),
        ({"roles": ["a", "b"]}, {"roles": ["at1:b"]}),
        ({"actor_id": None, "acting_for": "-"}, {"actor_id": 0, "acting_for": ""}),
    ],
)
def test_nothing_moves_from_one_column_to_the_next(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert encoded(**left) != encoded(**right)


def test_how_a_server_shows_it_does_not_matter() -> None:
    in_summer = AT.astimezone(timezone(timedelta(hours=1)))

    assert encoded(at=in_summer, **{"digests::text": '{"age":"2e","name":"1f"}'}) == encoded()


def test_a_kind_that_no_column_holds_is_an_error() -> None:
    with pytest.raises(TypeError):
        encoded(event=1.5)
