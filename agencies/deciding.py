"""Whether the table of access was asked while a page was made. A page that did not ask is never sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[bool] = ContextVar("asked", default=False)


class NobodyAsked(RuntimeError):
    """A page that shows something and asked nobody whether it may."""


def note() -> None:
    _asked.set(True)


def was_asked() -> bool:
    return _asked.get()


@contextmanager
def afresh() -> Iterator[None]:
    """For one page, or for what stands on every page and decides nothing for it."""
    token = _asked.set(False)
    try:
        yield
    finally:
        _asked.reset(token)
