"""Counting many lists at once, none of them further than to a thousand."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, IntegerField, QuerySet

MOST_COUNTED = 1_000

# What the database is asked, and with which values. Whoever asks the same often builds it once.
Counting = tuple[str, tuple[Any, ...]]
Lists = Mapping[str, QuerySet[Any] | Counting]


def counting(rows: QuerySet[Any]) -> Counting:
    """At most one more than MOST_COUNTED of them."""
    try:
        sql, given = _cut(rows).query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0", ()
    return f"SELECT count(*) FROM ({sql}) counted", given  # noqa: S608 - made of a queryset, values stay apart


def count_all(lists: Lists) -> dict[str, int]:
    """In one query."""
    asked = [rows if isinstance(rows, tuple) else counting(rows) for rows in lists.values()]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'({sql})' for sql, _ in asked)}", [one for _, given in asked for one in given]
        )
        return dict(zip(lists, cursor.fetchone(), strict=True))


def count_of_each(rows: QuerySet[Any]) -> Func:
    """Inside another question, whose rows `rows` names with OuterRef. No further than to a thousand either."""
    return Func(ArraySubquery(_cut(rows)), function="cardinality", output_field=IntegerField())


def _cut(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")[: MOST_COUNTED + 1]


def in_words(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
