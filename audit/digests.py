"""A changed value is proved by a keyed digest, never kept. Destroy the record's key and the digest says nothing."""

import hashlib
import hmac
from datetime import date, datetime


def canonical(value: object) -> bytes:
    """One spelling per value, whatever order a set or a mapping was filled in."""
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=repr)
    if isinstance(value, dict):
        value = sorted(value.items())
    if isinstance(value, (date, datetime)):
        value = value.isoformat()
    if isinstance(value, (list, tuple)):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    return repr(str(value) if isinstance(value, str) else value).encode()


def digest(key: bytes, field: str, value: object) -> str:
    """Hexadecimal HMAC-SHA256 of one field's value under the record's own key."""
    return hmac.new(key, field.encode() + b"\0" + canonical(value), hashlib.sha256).hexdigest()
