"""Brings the table up to the data files. What the files no longer hold is retired, never deleted."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from agencies.models import ListedValue
from agencies.reference.files import read_folder

IDENTITY = ["list_name", "code"]
FACTS = [
    field.name for field in ListedValue._meta.concrete_fields if not field.primary_key and field.name not in IDENTITY
]


@dataclass(frozen=True)
class Changes:
    added: int
    changed: int
    retired: int

    def __str__(self) -> str:
        if not (self.added or self.changed or self.retired):
            return "Nothing changed."
        return f"Lists: {self.added} values added, {self.changed} changed, {self.retired} retired."


@transaction.atomic
def load_reference(folder: Path, *, on: date) -> Changes:
    held = {_identity(value): value for value in ListedValue.objects.all()}
    new, other = [], []
    for value in read_folder(folder):
        before = held.pop(_identity(value), None)
        if before is None:
            new.append(value)
        elif _facts(before) != _facts(value):
            other.append(value)
    gone = [value for value in held.values() if _retire(value, on)]

    ListedValue.objects.bulk_create([*new, *other], update_conflicts=True, unique_fields=IDENTITY, update_fields=FACTS)
    ListedValue.objects.bulk_update(gone, ["valid_to"])
    return Changes(len(new), len(other), len(gone))


def _identity(value: ListedValue) -> tuple[str, str]:
    return value.list_name, value.code


def _facts(value: ListedValue) -> list[object]:
    return [getattr(value, name) for name in FACTS]


def _retire(value: ListedValue, on: date) -> bool:
    """Whether it had still to be ended. One that was to start later ends on its first day."""
    last_day = max(on, value.valid_from or on)
    if value.valid_to and value.valid_to <= last_day:
        return False
    value.valid_to = last_day
    return True
