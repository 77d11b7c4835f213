from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from audit.sealing.proving import NotSealed, prove


class Command(BaseCommand):
    help = "Show one line of the ledger with the proof that its seal holds it, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="of the line")

    def handle(self, *args: object, number: int, **options: object) -> None:
        try:
            proof = prove(number)
        except NotSealed:
            raise CommandError(f"No seal holds a line {number}.") from None
        if not proof.holds:
            raise CommandError(f"Line {number} is not what was sealed.")
        self.stdout.write(str(proof))
