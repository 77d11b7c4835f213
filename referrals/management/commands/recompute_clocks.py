from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from referrals.models import Deadline
from referrals.timekeeping.computing import differing, own_of_each_force, rewrite


class Command(BaseCommand):
    help = (
        "Work out every clock anew from its rule. With --dry-run: only say which cases differ, and end with 1 if any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: object, dry_run: bool = False, **options: object) -> None:
        found = [
            (moved.deadline.pk, moved.deadline.referral.reference, moved.deadline.kind)
            for moved in differing(Deadline.objects.order_by("pk"), own_of_each_force())
        ]
        for _, reference, kind in found:
            self.stdout.write(f"{reference} {kind}")
        if dry_run and found:
            raise CommandError(f"Clocks that do not stand where their rule puts them: {len(found)}", returncode=1)
        now = timezone.now()
        written = 0 if dry_run else sum(rewrite(pk, by=None, at=now) for pk, *_ in found)
        self.stdout.write(f"Clocks put right: {written}" if written else "Every clock stands where its rule puts it.")
