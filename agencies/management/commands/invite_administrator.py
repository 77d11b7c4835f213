from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import Agency
from agencies.people.actions import invite_first_administrator
from agencies.refusals import Refused


class Command(BaseCommand):
    help = "Send the first administrator of an agency a link to sign in. Everybody else is invited by an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True, help="the agency's code")
        parser.add_argument("--email", required=True)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            invite_first_administrator(options["agency"], options["email"], at=timezone.now())
        except Agency.DoesNotExist:
            raise CommandError(f"There is no agency with the code {options['agency']}.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("The invitation goes out within a minute.")
