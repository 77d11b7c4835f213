"""What `make run` does to the database before it serves.

Run as the owner of the database, and in one process, because each start of Django costs a second.
"""

import sys

import django
from django.core.management import call_command, get_commands


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("grant_rights", verbosity=0)
    for name in ("load_reference", "load_demo", "load_demo_cases", "relist"):
        if name in get_commands():
            call_command(name, verbosity=0, stdout=sys.stderr)
    if "load_demo" in get_commands():
        call_command("load_demo", "--list")


if __name__ == "__main__":
    main()
