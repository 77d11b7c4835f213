from django.db import models
from django.db.models import Q

from agencies.models import Unit, User


class SavedFilter(models.Model):
    """A filter of the queue by name, for one person or for a unit. It keeps no text that was searched for."""

    name = models.CharField(max_length=60)
    asked = models.JSONField(help_text="The parameters, as the registry of filters writes them.")
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="a_filter_is_of_a_person_or_a_unit",
            ),
            models.UniqueConstraint(fields=["person", "name"], name="one_filter_of_a_name_for_a_person"),
            models.UniqueConstraint(fields=["unit", "name"], name="one_filter_of_a_name_for_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name
