from argparse import ArgumentParser
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError

from agencies.refusals import Refused
from referrals.demonstration.generated import generate

# Not today's: the same seed makes the same cases on any day.
NEWEST = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Command(BaseCommand):
    help = "Add made-up cases, the same for the same seed. Local and test settings only."
    # They would read every page of the site first, and nothing here is about pages.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: object, **options: int) -> None:
        try:
            generate(options["count"], seed=options["seed"], now=NEWEST)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Made-up cases added: {options['count']}")
