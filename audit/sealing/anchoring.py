"""Tells of each seal outside the system, so that whoever could change everything in it could not change this too."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from audit.models import Anchored, Seal
from audit.sealing.anchors import Anchor

log = structlog.get_logger()

Store = Callable[[Sequence[Anchor]], None]
FILE = "anchors.txt"
# Told of in one message, or written at one time.
AT_ONCE = 500


def stores() -> dict[str, Store]:
    """Those that the settings name."""
    found: dict[str, Store] = {}
    if settings.LEDGER_ANCHOR_FOLDER:
        found["folder"] = _write
    if settings.LEDGER_ANCHOR_MAIL:
        found["mail"] = _send
    return found


def tell_of_new_seals() -> dict[str, int]:
    """How many each store was told of. One that does not answer hears of them the next time, from where it was."""
    return {name: _tell(name, store) for name, store in stores().items()}


@transaction.atomic
def _tell(name: str, store: Store) -> int:
    """Told first and noted then: what is interrupted between the two is told twice, and never not at all."""
    Anchored.objects.get_or_create(store=name)
    mark = Anchored.objects.select_for_update().get(store=name)
    new = [
        Anchor(seal.number, seal.last, bytes(seal.hash), bytes(seal.key))
        for seal in Seal.objects.filter(number__gt=mark.number).order_by("number").defer("leaves")[:AT_ONCE]
    ]
    if not new:
        return 0
    try:
        store(new)
    except OSError:
        log.warning("anchor.not_told", store=name, exc_info=True)
        return 0
    mark.number = new[-1].number
    mark.save(update_fields=["number"])
    return len(new)


def _write(anchors: Sequence[Anchor]) -> None:
    """At the end of a file, and on its disk before it counts."""
    folder = Path(settings.LEDGER_ANCHOR_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a", encoding="ascii") as file:
        file.write("".join(f"{anchor}\n" for anchor in anchors))
        file.flush()
        os.fsync(file.fileno())


def _send(anchors: Sequence[Anchor]) -> None:
    subject = f"Ledger: seals {anchors[0].number} to {anchors[-1].number}"
    text = "# Keep these lines: number, last line, hash and key of each seal.\n"
    message = EmailMessage(subject, text + "\n".join(map(str, anchors)) + "\n", to=[settings.LEDGER_ANCHOR_MAIL])
    message.send()
