"""Counting many lists at once, none of them further than to a thousand."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db.models import Func, IntegerField, QuerySet

from agencies.statements import Text, answers

MOST_COUNTED = 1_000

# Whoever counts the same often builds the text once, with blanks.
Lists = Mapping[str, QuerySet[Any] | Text]


def counting(rows: QuerySet[Any]) -> Text:
    """At most one more than MOST_COUNTED of them."""
    try:
        sql, given = _cut(rows).query.sql_with_params()
    except EmptyResultSet:
        return Text("SELECT 0", ())
    return Text(f"SELECT count(*) FROM ({sql}) counted", given)  # noqa: S608 - made of a queryset, values stay apart


def count_all(
    lists: Lists, blanks: Mapping[object, object] = MappingProxyType({}), at: datetime | None = None
) -> dict[str, int]:
    """In one query. `blanks` and `at` fill those of the texts."""
    asked = [rows if isinstance(rows, Text) else counting(rows) for rows in lists.values()]
    if not asked:
        return {}
    filled = [text.filled(blanks, at) for text in asked]
    sql = f"SELECT {', '.join(f'({each})' for each, _ in filled)}"
    [found] = answers(sql, [one for _, given in filled for one in given])
    return dict(zip(lists, found, strict=True))


def count_of_each(rows: QuerySet[Any]) -> Func:
    """Inside another question, whose rows `rows` names with OuterRef. No further than to a thousand either."""
    return Func(ArraySubquery(_cut(rows)), function="cardinality", output_field=IntegerField())


def _cut(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")[: MOST_COUNTED + 1]


def in_words(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
