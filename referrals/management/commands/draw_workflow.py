from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from referrals.rules.drawing import page

WHERE = Path(settings.BASE_DIR, "docs", "workflow.md")
STALE = "docs/workflow.md does not say what referrals/rules/workflow.py says. Run: manage.py draw_workflow"


class Command(BaseCommand):
    help = "Write docs/workflow.md from the table of steps. --check: only say whether it is as the table says."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        wanted = page()
        if not check:
            WHERE.write_text(wanted, encoding="utf-8")
            self.stdout.write("Written: docs/workflow.md")
        elif not WHERE.exists() or WHERE.read_text(encoding="utf-8") != wanted:
            raise CommandError(STALE)
