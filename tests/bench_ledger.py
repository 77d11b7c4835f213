"""What the ledger costs: a line on it, with everything on disk; a seal of a minute's lines; and to verify very many."""

import argparse
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import psycopg

from tests.bench import RESULT
from tests.bench_notifications import environment
from tests.running.installations import Installation

MANY, AT_ONCE, ROUNDS, OF_A_MINUTE = 1_000_000, 100_000, 500, 1_000
FILL = """
    INSERT INTO audit_entry (at, actor_id, acting_for, roles, operation, event, reference, shown, digests, outcome,
        address, request_id)
    SELECT now(), i % 900, 'west-mercia-police', '{MSHT_UNIT}', 'consultation', 'referral.opened',
        'MS-26-' || lpad((i % 90000)::text, 7, '0'), '{}', '{}', 'allowed', '10.1.2.3', gen_random_uuid()::text
    FROM generate_series(1, {count}) AS i
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=MANY, help="of lines")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(prefix="msreferrals-bench-") as folder:
        Path(folder).chmod(0o755)
        installation = Installation(Path(folder) / "data")
        installation.start()
        try:
            found = measure(installation, count, Path(folder) / "data" / "anchors")
        finally:
            installation.stop(signal.SIGTERM)
    known = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({**known, "ledger": found}, indent=2) + "\n")
    sys.stdout.write("".join(f"{name:60}{value:>12}\n" for name, value in found.items()))


def measure(installation: Installation, count: int, anchors: Path) -> dict[str, Any]:
    os.environ |= environment(installation) | {"LEDGER_ANCHOR_FOLDER": str(anchors)}
    django.setup()
    one = timed(_record)
    for _ in range(0, count, AT_ONCE):
        installation.as_owner(FILL.replace("{count}", str(min(count, AT_ONCE))))
    began = time.perf_counter()
    sealed = _seal()
    sealing = time.perf_counter() - began
    began = time.perf_counter()
    verdict = _verify(anchors / "anchors.txt")
    verifying = time.perf_counter() - began
    installation.as_owner(FILL.replace("{count}", str(OF_A_MINUTE)))
    began = time.perf_counter()
    _seal()
    return {
        "recording one line, ms, median": round(statistics.median(one), 2),
        "recording one line, ms, p95": round(statistics.quantiles(one, n=20)[-1], 2),
        "lines": count,
        "lines sealed here (the worker sealed the others)": sealed,
        "sealing them, s": round(sealing, 1),
        "verifying all, s": round(verifying, 1),
        "verdict": verdict,
        f"sealing {OF_A_MINUTE} lines, s": round(time.perf_counter() - began, 2),
    }


def timed(act: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return took


def _record() -> None:
    """In a transaction of its own: with what it costs to have it on disk."""
    from django.utils import timezone  # noqa: PLC0415 - only once Django was set up

    from audit.actions import record  # noqa: PLC0415 - only once Django was set up
    from audit.enums import Operation  # noqa: PLC0415 - only once Django was set up

    record(Operation.CONSULTATION, "referral.opened", "MS-26-0000001", by=None, at=timezone.now())


def _seal() -> int:
    from django.conf import settings  # noqa: PLC0415 - only once Django was set up
    from django.utils import timezone  # noqa: PLC0415 - only once Django was set up

    from audit.models import Entry, Seal  # noqa: PLC0415 - only once Django was set up
    from audit.sealing.actions import seal_what_is_written  # noqa: PLC0415 - only once Django was set up
    from audit.sealing.anchoring import tell_of_new_seals  # noqa: PLC0415 - only once Django was set up
    from audit.sealing.keys import key_of  # noqa: PLC0415 - only once Django was set up

    made = 0
    newest = Entry.objects.latest("pk").pk
    while not Seal.objects.filter(last__gte=newest).exists():
        made += sum(seal.count for seal in seal_what_is_written(key_of(settings.LEDGER_KEY), timezone.now()))
    tell_of_new_seals()
    return made


def _verify(file: Path) -> str:
    from audit.management.commands.verify_ledger import _address  # noqa: PLC0415 - only once Django was set up
    from audit.sealing import anchors  # noqa: PLC0415 - only once Django was set up
    from audit.sealing.verification import verify  # noqa: PLC0415 - only once Django was set up

    with psycopg.connect(**_address(), autocommit=True) as own:
        return verify(own, anchors.read(file.read_text().splitlines())).verdict


if __name__ == "__main__":
    main()
