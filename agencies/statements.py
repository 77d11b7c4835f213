"""Questions that are asked for every page, built once and planned once.

To build one takes Django longer than to answer it takes the database, and so does planning. A queryset is written as
everywhere else, with blanks in the place of what differs each time. No blank is ever a value of ours: no row has a key
like these, nothing has such a name, and nothing happened in the first year.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet, prefetch_related_objects
from psycopg import ClientCursor
from psycopg.types.numeric import Int8

from agencies.actors import Actor

A_KEY: Final = -8_314_001
ANOTHER_KEY: Final = -8_314_002
A_THIRD_KEY: Final = -8_314_003
A_NAME: Final = "\N{BLANK SYMBOL}name"
# What is so and so long before or after it moves with it.
A_MOMENT: Final = datetime(1, 6, 1, tzinfo=UTC)

A_PERSON: Final = -8_314_004

R = TypeVar("R")


def anybody(actor: Actor) -> Actor:
    """Whoever has the same roles in the same units: one statement does for all of them, with A_PERSON for who it is."""
    return replace(actor, user_id=A_PERSON)


class Text:
    """What the database is asked. Only what stands in the blanks is handed over beside it.

    The rest is part of it, so that the server plans for what is always the same. A connection that has seen it often
    enough keeps it prepared.
    """

    def __init__(self, sql: str, params: Sequence[object]) -> None:
        self._sql, self._params = sql, params
        self._written: dict[frozenset[object], tuple[str, list[int]]] = {}

    def filled(self, blanks: Mapping[object, object], at: datetime | None) -> tuple[str, list[object]]:
        """And what stands in its blanks. `at` stands where A_MOMENT stood."""
        names = frozenset([*blanks, A_MOMENT] if at else blanks)
        if names not in self._written:
            self._written[names] = self._write(names)
        sql, places = self._written[names]
        return sql, [_filled(self._params[place], blanks, at) for place in places]

    def _write(self, names: frozenset[object]) -> tuple[str, list[int]]:
        """The text with everything in it but these blanks, and which of its values those are."""
        places = [place for place, value in enumerate(self._params) if _is_blank(value, names)]
        with connection.cursor() as cursor:
            client = ClientCursor(cursor.connection)
            words = [
                "%s" if place in places else client.mogrify("%s", [value]).replace("%", "%%")
                for place, value in enumerate(self._params)
            ]
        return self._sql.replace("%%", "%%%%") % tuple(words), places


def answers(sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    """All rows. As Django's own cursor, but for who puts the values in: the server."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _cursor() -> Any:
    """Where queries are listed, they stand there with their values, so that they can be asked again."""
    if connection.queries_logged:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection._prepare_cursor(ServerBindingCursor(connection.connection))  # type: ignore[attr-defined, call-arg]  # unknown to the stubs


class Statement(Generic[R]):
    """Of one queryset. It may be asked by many threads, each on its own connection."""

    def __init__(self, rows: QuerySet[Any, R]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        try:
            sql, params = self._compiler.as_sql()
        except EmptyResultSet:
            self._text = None
        else:
            # A union begins with a bracket, and what does not say SELECT is taken for a change that has an author.
            is_union = not sql.startswith("SELECT")
            self._text = Text(f"SELECT * FROM ({sql}) AS found" if is_union else sql, params)  # noqa: S608 - Django's

    def rows(self, blanks: Mapping[object, object], at: datetime | None = None) -> list[R]:
        """`at` stands where A_MOMENT stood."""
        if not self._text:
            return []
        found = answers(*self._text.filled(blanks, at))
        if self._compiler.has_extra_select:
            found = [row[: self._compiler.col_count] for row in found]
        asked = self._answered(found)
        rows = list(asked._iterable_class(asked))
        if asked._prefetch_related_lookups:
            prefetch_related_objects(rows, *asked._prefetch_related_lookups)
        return rows

    def _answered(self, found: list[tuple[Any, ...]]) -> Any:
        """The queryset, with what it finds. A shallow copy, because others may be asking it."""
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[self._rows.db]
        compiler.execute_sql = lambda *_, **__: [found]
        compiler.get_converters = lambda _: self._converters
        query, asked = copy.copy(self._rows.query), object.__new__(type(self._rows))
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # of this copy alone
        asked.__dict__.update(self._rows.__dict__, _query=query)
        return asked

    @cached_property
    def _converters(self) -> Any:
        """Of the columns: what makes of a column what its field holds."""
        compiler = self._compiler
        return compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])


def _is_blank(value: object, names: frozenset[object]) -> bool:
    if isinstance(value, datetime):
        return A_MOMENT in names and value.year <= A_MOMENT.year + 1
    if isinstance(value, list):
        return any(_is_blank(each, names) for each in value)
    return isinstance(value, int | str) and value in names


def _filled(value: object, blanks: Mapping[object, object], at: datetime | None) -> object:
    """A number always as one of the same kind: each kind would be another statement to the server."""
    if isinstance(value, datetime):
        return at + (value - A_MOMENT) if at and value.year <= A_MOMENT.year + 1 else value
    if isinstance(value, list):
        return [_filled(each, blanks, at) for each in value]
    filled = blanks.get(value, value) if isinstance(value, int | str) else value
    return Int8(filled) if type(filled) is int else filled
