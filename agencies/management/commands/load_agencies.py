from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import FieldError, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError

from agencies.installation.loading import load_agencies


class Command(BaseCommand):
    help = "Load agencies, areas and units from a YAML file (docs/deploy.md shows one). Run it again after a change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            loaded = load_agencies(yaml.safe_load(options["file"].read_text())["agencies"])
        except OSError as error:
            raise CommandError(f"Cannot read {options['file']}: {error.strerror}.") from None
        except (yaml.YAMLError, FieldError, ValidationError, TypeError, KeyError, DataError, IntegrityError) as error:
            raise CommandError(f"{options['file']} was not loaded, nothing changed: {error}") from None
        self.stdout.write(f"Agencies loaded: {len(loaded)}")
