import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from audit.sealing import anchors
from audit.sealing.verification import EXIT_CODES, verify


class Command(BaseCommand):
    help = (
        "Check every line of the ledger against its seals, and the seals against the anchor kept elsewhere. "
        "Ends with 0 if all that was anchored is intact, 1 if something does not fit, 2 if nothing is provable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help="the file of anchors, from where it is kept")

    def handle(self, *args: object, anchor: Path | None, **options: object) -> None:
        try:
            anchored = anchors.read(anchor.read_text().splitlines()) if anchor else {}
        except (OSError, ValueError) as problem:
            raise CommandError(f"The anchor cannot be read. {problem}") from None
        with psycopg.connect(**_address(), autocommit=True) as own:
            report = verify(own, anchored)
        self.stdout.write(report.text)
        sys.exit(EXIT_CODES[report.verdict])


def _address() -> dict[str, Any]:
    """A connection of its own, which reads in one snapshot without Django's adapters."""
    known = connection.settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {theirs: known[ours] for ours, theirs in names.items() if known[ours]}
