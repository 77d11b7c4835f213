"""One line of the ledger as bytes: every value of it, in one way, so that two different lines never are the same."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

# In this order, for ever. What is added later goes to the end, under a new version.
COLUMNS = (
    *("id", "at", "written_at", "actor_id", "acting_for", "roles", "operation", "event", "reference", "shown"),
    *("digests::text", "outcome", "host(address)", "request_id"),
)
SELECTED = ", ".join(COLUMNS)
_DIGESTS = COLUMNS.index("digests::text")
_VERSION = b"\x01"


def bytes_of(row: Sequence[Any]) -> bytes:
    """Of a row that was selected as `SELECTED`. Raises TypeError for a value of a kind that no column holds."""
    values = [*row[:_DIGESTS], sorted(json.loads(row[_DIGESTS]).items()), *row[_DIGESTS + 1 :]]
    return _VERSION + b"".join(map(_value, values))


def _value(value: Any) -> bytes:
    """Each says what it is and how long, so that nothing can move from one to the next."""
    if value is None:
        return b"-"
    if isinstance(value, str):
        data = value.encode()
        return b"t%d:%b" % (len(data), data)
    if isinstance(value, int):
        return b"i%d;" % value
    if isinstance(value, datetime):
        return b"d" + value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, list | tuple):
        return b"l%d:%b" % (len(value), b"".join(map(_value, value)))
    raise TypeError(type(value))
