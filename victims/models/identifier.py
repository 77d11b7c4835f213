import pghistory
from django.db import models

from victims.columns import line, row_key
from victims.enums import IdentifierKind
from victims.models.person import Person


@pghistory.track()
class Identifier(models.Model):
    """A number by which somebody else knows this person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    key = row_key()
    kind = models.CharField(max_length=20, blank=True, choices=IdentifierKind)
    value = models.CharField(max_length=200, blank=True)
    issued_by = line()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
