from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from agencies.enums import Role
from agencies.installation import demonstration
from agencies.refusals import Refused


class Command(BaseCommand):
    help = "Load the made-up agencies and people, once. Local and test settings only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only print the accounts and their password")

    def handle(self, *args: object, **options: object) -> None:
        if options["list"]:
            self.stdout.write(_table())
            return
        try:
            added = demonstration.load()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Demonstration people added: {added}")


def _table() -> str:
    rows = [
        (person["email"], ", ".join(Role(role).label for place in person["at"] for role in place["roles"]) or "no role")
        for person in demonstration.facts()["people"]
    ]
    width = max(len(email) for email, _ in rows)
    lines = [f"  {email:<{width}}  {roles}" for email, roles in rows]
    return "\n".join([*lines, f"  Password of all: {demonstration.PASSWORD}"])
