"""Questions that are asked for every page, built once: Django takes longer to build one than the database to answer it.

A queryset is written as everywhere else, with blanks in the place of what differs each time. No blank is ever a value
of ours: no row has a key like these, nothing has such a name, and nothing happened in the first year.
"""

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects

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


class Statement(Generic[R]):
    """Of one queryset. It may be asked by many threads, each on its own connection."""

    def __init__(self, rows: QuerySet[Any, R]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        try:
            self._sql, self._params = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, self._params = "", ()

    def rows(self, blanks: Mapping[object, object], at: datetime | None = None) -> list[R]:
        """`at` stands where A_MOMENT stood."""
        if not self._sql:
            return []
        params = tuple(_filled(value, blanks, at) for value in self._params)
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[self._rows.db]
        compiler.as_sql = lambda *_, **__: (self._sql, params)
        asked = self._rows._chain()  # type: ignore[attr-defined]  # how Django copies one; its stubs leave it out
        asked.query.get_compiler = _giving(compiler)
        found = list(asked._iterable_class(asked))
        if asked._prefetch_related_lookups:
            prefetch_related_objects(found, *asked._prefetch_related_lookups)
        return found


def _giving(compiler: Any) -> Callable[..., Any]:
    return lambda *_, **__: compiler


def _filled(value: object, blanks: Mapping[object, object], at: datetime | None) -> object:
    if isinstance(value, datetime):
        return at + (value - A_MOMENT) if at and value.year <= A_MOMENT.year + 1 else value
    if isinstance(value, list):
        return [_filled(each, blanks, at) for each in value]
    return blanks.get(value, value) if isinstance(value, int | str) else value
