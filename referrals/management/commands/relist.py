from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals import listing
from referrals.models import Referral

BATCH = 200


class Command(BaseCommand):
    help = "Write what lists know of cases: of those that lack it, or of all of them anew. Safe while people work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Anew for every case, not only where it is missing.")

    def handle(self, *args: object, **options: bool) -> None:
        wanted = Referral.objects.all() if options["all"] else listing.lacking()
        pks = list(wanted.order_by("pk").values_list("pk", flat=True))
        written = 0
        for begin in range(0, len(pks), BATCH):
            written += listing.make_anew(pks[begin : begin + BATCH], at=timezone.now())
        self.stdout.write(f"Rows written: {written}")
