"""Doing something for each of several, so that one that fails does not hold up the others."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def one_by_one(
    several: Sequence[T],
    act: Callable[[T], bool],
    *,
    noun: str,
    raises: type[Exception],
    seconds: float | None = None,
) -> int:
    """For how many it did something. After so many seconds no further one is begun.

    Raises `raises` at the end: how many failed and what kinds of errors, never whose.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    done, failures = 0, []
    for each in several:
        if until is not None and time.monotonic() > until:
            break
        try:
            done += act(each)
        except Exception as error:  # noqa: BLE001 whatever it was, the others get theirs, and it is raised at the end
            failures.append(type(error).__name__)
    if failures:
        raise raises(f"{len(failures)} of {len(several)} {noun}: {', '.join(sorted(set(failures)))}")
    return done
