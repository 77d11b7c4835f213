"""Any number of made-up cases, the same for the same seed: for measuring, never for real people."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread

from django.conf import settings
from django.db import connections, transaction

from agencies.refusals import Refused
from referrals.demonstration.generated.block import Block
from referrals.demonstration.generated.ground import Ground, ground_for
from referrals.demonstration.generated.indexes import are_better_built_anew, built_anew
from referrals.demonstration.generated.tables import BY_NAME
from referrals.demonstration.generated.writing import Texts, drawn, refresh_statistics, write

AT_ONCE = 2_000
# One draws faster than the server takes it in. Two would keep a processor from the server.
DRAWERS, AHEAD = 1, 4
ANALYSERS = 2
# Among so many, as many share what became of them.
VERY_MANY, ALIKE = 5_000, 25


def generate(count: int, *, seed: int, now: datetime) -> None:
    """All of them or none: what fails half way leaves neither cases nor a table without its indexes."""
    if not settings.DEMONSTRATION:
        raise Refused("Made-up cases can exist under local and test settings only.")
    blocks = [range(first, min(first + AT_ONCE, count)) for first in range(0, count, AT_ONCE)]
    with transaction.atomic():
        draw = partial(_draw, ground_for(count, seed=seed, now=now), ALIKE if count >= VERY_MANY else 1)
        if len(blocks) == 1:
            write(draw(blocks[0]))
            return
        # A process of its own, because drawing keeps a processor busy.
        with (
            built_anew() if are_better_built_anew(count) else nullcontext(),
            _processes(DRAWERS) as drawers,
        ):
            for texts in _ahead(drawers, draw, blocks):
                write(texts)
    with _processes(ANALYSERS) as analysers:
        deque(analysers.map(refresh_statistics, sorted(BY_NAME)), maxlen=0)


def _draw(ground: Ground, alike: int, numbers: range) -> Texts:
    """Each block by itself, so that it makes no difference which is drawn first."""
    return drawn(Block(ground, numbers, alike))


def _ahead(drawers: ProcessPoolExecutor, draw: "partial[Texts]", blocks: Sequence[range]) -> Iterator[Texts]:
    """In their order. Only a few are drawn before they are wanted: all of them would need gigabytes."""
    waiting: deque[Future[Texts]] = deque()
    for block in blocks:
        waiting.append(drawers.submit(draw, block))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _processes(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, get_context("fork"), _stand_alone, (_sockets(),))


def _sockets() -> list[int]:
    """Of every connection that those who are forked from here inherit."""
    known = [each.connection for each in connections.all(initialized_only=True)]
    return [each.fileno() for each in known if each is not None and not each.closed]


def _stand_alone(inherited: list[int]) -> None:
    _let_go_of_inherited_connections(inherited)
    Thread(target=_end_with_the_command, daemon=True).start()


def _let_go_of_inherited_connections(sockets: list[int]) -> None:
    """They are open in the process that this one was forked from, and only one may speak on each.

    Closed here, but not ended: while any process holds one, the server would not know of a command that was killed,
    and would go on keeping everybody from the tables.
    """
    # Named by their sockets: where an event loop runs, Django does not find its own connections in here.
    for socket in sockets:
        os.close(socket)
    for each in connections.all(initialized_only=True):
        each.connection = None


def _end_with_the_command() -> None:
    """Also with one that was killed: it would be waited for for ever."""
    if command := parent_process():
        command.join()
        os._exit(1)
