import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.models.agency import Agency
from agencies.models.dated import Dated, DatedQuerySet


@pghistory.track()
class Area(Dated):
    """A policing area of a force. Areas are redrawn, so they are dated."""

    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="areas")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    councils = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Codes of the councils that lie in it."
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["force", "code", "valid_from"], name="area_once_per_force_and_date"),
        ]

    def __str__(self) -> str:
        return self.name
