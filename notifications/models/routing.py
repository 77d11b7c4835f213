import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.enums import AgencyKind
from agencies.models import Agency, Unit
from agencies.models.dated import Dated, DatedQuerySet
from notifications.enums import NoticeKind


def _words() -> "models.CharField[str, str]":
    return models.CharField(max_length=60)


@pghistory.track()
class RoutingRow(Dated):
    """One row of a force's table of who is told. No condition holds for everything. The first that fits decides."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, help_text="What this row is for, in a few words.")
    kinds = ArrayField(models.CharField(max_length=30, choices=NoticeKind), default=list, blank=True)
    areas = ArrayField(_words(), default=list, blank=True, help_text="Codes of areas of the force.")
    exploitation = ArrayField(_words(), default=list, blank=True)
    ages = ArrayField(_words(), default=list, blank=True)
    risks = ArrayField(_words(), default=list, blank=True)
    agency_kinds = ArrayField(models.CharField(max_length=20, choices=AgencyKind), default=list, blank=True)
    agency_codes = ArrayField(_words(), default=list, blank=True, help_text="Codes of agencies that refer.")
    units = models.ManyToManyField(Unit, through="RoutingStep", related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["agency", "position"], name="routing_rows_of_a_force")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class RoutingStep(models.Model):
    """A unit of a row, and its place in the order in which units are told."""

    row = models.ForeignKey(RoutingRow, on_delete=models.CASCADE, related_name="steps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["row", "unit"], name="unit_once_per_routing_row")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.position}"
