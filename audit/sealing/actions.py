"""Making seals. Never on the way of a request: a task does it every minute."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from audit.models import Seal
from audit.sealing.encoding import SELECTED, bytes_of
from audit.sealing.merkle import leaf_hash, root_hash
from audit.sealing.seals import NOTHING_BEFORE, Statement

# One seals at a time.
LOCK = 0x5EA1
# Lines in one seal: each keeps the hashes of its lines, 32 bytes each.
MOST = 10_000
# Seconds to wait for transactions that hold lower numbers. They are looked at again a minute later.
PATIENCE, PAUSE = 10.0, 0.05
NEWEST = "SELECT coalesce(max(id), 0) FROM audit_entry"
# What writes holds a lock on its own number from before it draws one for a line until it ends. Other databases of the
# server do not count: a snapshot would wait for them too. One that is prepared has no process, and is waited for.
WRITING = """
    SELECT array_agg(DISTINCT held.transactionid::text)
    FROM pg_locks AS held LEFT JOIN pg_stat_activity AS who USING (pid)
    WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
      AND (who.pid IS NULL OR who.datname = current_database() AND who.pid <> pg_backend_pid())
"""
UNSEALED = f"SELECT {SELECTED} FROM audit_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT {MOST}"  # noqa: S608 - our own columns


def seal_what_is_written(key: Ed25519PrivateKey, at: datetime, patience: float = PATIENCE) -> list[Seal]:
    """Every line up to the newest that no running transaction can still come before. Nobody is kept waiting by it.

    Nothing, where another is sealing, or where such a transaction runs on for longer than `patience`, in seconds.
    Raises IntegrityError where a seal was made beside it all the same.
    """
    newest = _answer(NEWEST)
    # Asked in this order: a transaction has its number before it draws one for a line.
    if not _have_ended(_writing(), patience):
        return []
    made = []
    while seal := _seal_next(key, newest, at):
        made.append(seal)
    return made


def _writing() -> set[str]:
    return set(_answer(WRITING) or ())


def _have_ended(begun: set[str], patience: float) -> bool:
    end = time.monotonic() + patience
    while begun and begun & _writing():
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


@transaction.atomic
def _seal_next(key: Ed25519PrivateKey, newest: int, at: datetime) -> Seal | None:
    if not _answer("SELECT pg_try_advisory_xact_lock(%s)", LOCK):
        return None
    last = Seal.objects.order_by("number").last()
    ends = last.last if last else 0
    rows = _rows(UNSEALED, ends, newest)
    if not rows:
        return None
    leaves = [leaf_hash(bytes_of(row)) for row in rows]
    says = Statement(
        number=last.number + 1 if last else 1,
        first=ends + 1,
        last=rows[-1][0],
        count=len(rows),
        root=root_hash(leaves),
        previous=bytes(last.hash) if last else NOTHING_BEFORE,
        sealed_at=at,
    )
    return Seal.objects.create(
        **vars(says),
        hash=says.hash,
        signature=says.signed(key),
        key=key.public_key().public_bytes_raw(),
        leaves=b"".join(leaves),
    )


def _answer(sql: str, *values: int) -> Any:
    return _rows(sql, *values)[0][0]


def _rows(sql: str, *values: int) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
