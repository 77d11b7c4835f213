"""Columns that several tables about a person or a case have."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models

from agencies.shell.partial_date import PartialDate
from victims.enums import Answer, Gap

# What one answer may hold: as much as the Home Office form takes.
LONGEST = 15_000


if TYPE_CHECKING:
    _Text = models.CharField[PartialDate | None, PartialDate | None]
else:
    _Text = models.CharField


class PartialDateColumn(_Text):
    """Holds a PartialDate as ISO 8601 writes it, "1995", "1995-05" or "1995-05-17", so that it sorts. Null: no date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=10, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: object) -> PartialDate | None:
        return self.to_python(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or not value:
            return value or None
        return PartialDate(*map(int, value.split("-")))

    def get_prep_value(self, value: Any) -> str | None:
        found = self.to_python(value)
        if found is None:
            return None
        widths = ((found.year, 4), (found.month, 2), (found.day, 2))
        return "-".join(f"{number:0{width}}" for number, width in widths if number is not None)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


def prose() -> "models.TextField[str, str]":
    return models.TextField(blank=True)


def line(length: int = 200) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True)


def gap() -> "models.CharField[str, str]":
    """Stands beside a text, and says why that is empty."""
    return models.CharField(max_length=12, blank=True, choices=Gap)


def answer() -> "models.CharField[str, str]":
    """Yes, no, not sure; empty while nobody has answered."""
    return choice(Answer)


def choice(choices: type[models.TextChoices]) -> "models.CharField[str, str]":
    """One of several, or empty while nobody has chosen."""
    return models.CharField(max_length=20, blank=True, choices=choices)


def row_key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    """Given to a row before it is first saved, so that the same page saved twice makes it once."""
    return models.UUIDField(default=uuid.uuid4, editable=False)
