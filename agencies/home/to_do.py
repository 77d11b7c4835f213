"""One thing to do: a verb with a place to do it, and what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from agencies.pages import Request

FIRST = "Waiting for you"


@dataclass(frozen=True)
class ToDo:
    """`under` is the heading it stands under. `left` says how much time there is, `due` until when, in a colour.

    `button`: it is done at once, by posting to `href`. `is_beside`: it stands in the side column.
    """

    verb: str
    href: str
    about: str
    under: str = FIRST
    left: str = ""
    due: str = ""
    colour: str = ""
    button: str = ""
    is_beside: bool = False


Part = Callable[[Request, datetime], Iterable[ToDo]]
