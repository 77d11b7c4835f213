"""One thing to do: a verb with a place to do it, and what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from agencies.pages import Request


@dataclass(frozen=True)
class ToDo:
    verb: str
    href: str
    about: str


Part = Callable[[Request, datetime], Iterable[ToDo]]
