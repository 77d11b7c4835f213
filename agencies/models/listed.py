from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.enums import ListName


class ListedValueQuerySet(models.QuerySet["ListedValue"]):
    def current(self, list_name: ListName, on: date) -> Self:
        """What may be chosen on a day. The last day of a value still counts."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        not_over = Q(valid_to=None) | Q(valid_to__gte=on)
        return self.filter(begun, not_over, list_name=list_name)

    def label_of(self, list_name: ListName, code: str) -> str:
        """Retired values keep their labels, so old records stay readable. A code nobody knows is its own label."""
        labels = self.filter(list_name=list_name, code=code).values_list("label", flat=True)
        return labels.first() or code

    def choices(self, list_name: ListName, on: date) -> list[tuple[str, str]]:
        return list(self.current(list_name, on).values_list("code", "label"))


class ListedValue(models.Model):
    """One value of a list of the field. Records keep its code. It is retired, never deleted."""

    list_name = models.CharField(max_length=20, choices=ListName)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=160)
    sort_order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=80, blank=True, help_text="What it belongs to; tells namesakes apart.")
    home_office_label = models.CharField(
        max_length=160, blank=True, help_text="The wording of the Home Office form. Empty: the form does not offer it."
    )
    synonyms = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True, help_text="Facts that only this list has.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_verified = models.BooleanField(
        help_text="Read in the source that sources.yaml names; if not, our own knowledge."
    )
    search = models.TextField(help_text="Its names as folding.py writes them.")

    objects = ListedValueQuerySet.as_manager()

    class Meta:
        db_table = "agencies_listed_value"
        ordering = ["list_name", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["list_name", "code"], name="listed_value_once_per_list"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="listed_value_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.label
