from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from agencies.reference.files import DATA, BadFile
from agencies.reference.loading import load_reference


class Command(BaseCommand):
    help = "Bring the lists (councils, nationalities ...) up to the data files. Safe to run at every start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            changes = load_reference(options["folder"], on=localdate())
        except BadFile as problem:
            raise CommandError(f"{problem} Nothing changed.") from None
        if options["verbosity"]:
            self.stdout.write(str(changes))
