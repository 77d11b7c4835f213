"""What counts as looking at a case, and how it is said."""

from collections.abc import Mapping

DOWNLOADED = frozenset({"file.opened", "sent_copy.opened", "pack.made", "notification.made", "referrer_copy.made"})
PRINTED = frozenset({"timeline.printed"})
KINDS = {
    "opened": "opened",
    "listed": "shown in a list",
    "downloaded": "downloaded",
    "printed": "printed",
}


def in_short(counts: Mapping[str, int]) -> str:
    """For example "opened 3 times, downloaded once"."""
    said = (f"{label} {times(counts[kind])}" for kind, label in KINDS.items() if counts[kind])
    return ", ".join(said).capitalize()


def times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number:,} times")
