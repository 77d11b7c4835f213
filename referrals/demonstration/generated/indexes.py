"""Indexes of the tables that are filled, set aside for as long as very many rows are added, and then built anew.

Keeping them row by row costs more than all else together. Both ends are in one transaction: whatever happens between
them, they are there afterwards. Those that keep something from being there twice stay in place.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from referrals.demonstration.generated.tables import BY_NAME
from referrals.models import Referral

# Building is by the row of the whole table, keeping by the row that is added.
WORTH_IT_FROM = 1 / 3
MAY_BUILD = "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY(%s::regclass[])"
DEFINITIONS = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique AND NOT indisexclusion ORDER BY 1
"""
# What is still to be looked up for a row that was added must be before its table is changed.
LOOK_UP_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
# For this transaction. Sorting in memory, with a second process beside.
ROOM_TO_BUILD = "SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL max_parallel_maintenance_workers = 2"


def are_better_built_anew(count: int) -> bool:
    """Only the owner of the tables may. The role that serves keeps them row by row."""
    with connection.cursor() as cursor:
        cursor.execute(MAY_BUILD, [_names()])
        may_build = cursor.fetchone() == (True,)
    return may_build and count >= Referral.objects.count() * WORTH_IT_FROM


@contextmanager
def built_anew() -> Iterator[None]:
    """Whoever reads these tables waits meanwhile, as does whoever writes."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(_names())} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(DEFINITIONS, [_names()])
        definitions = dict(cursor.fetchall())
        cursor.execute(f"DROP INDEX {', '.join(definitions)}")
        yield
        cursor.execute(LOOK_UP_NOW)
        cursor.execute(ROOM_TO_BUILD)
        for definition in definitions.values():
            cursor.execute(definition)


def _names() -> list[str]:
    return [f'"{name}"' for name in sorted(BY_NAME)]
