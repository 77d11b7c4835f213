from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.refusals import Refused
from referrals.demonstration import cases


class Command(BaseCommand):
    help = "Load a few made-up cases, once. Local and test settings only."

    def handle(self, *args: object, **options: object) -> None:
        try:
            added = cases.load(at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Demonstration cases added: {added}")
