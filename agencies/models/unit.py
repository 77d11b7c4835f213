import pghistory
from django.core.validators import MaxValueValidator
from django.db import models

from agencies.enums import UnitKind
from agencies.models.agency import Agency
from agencies.models.area import Area
from agencies.models.dated import Dated, DatedQuerySet


@pghistory.track()
class Unit(Dated):
    """A team of an agency: whom a notice is for, and whose queue a case is in."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    areas = models.ManyToManyField(Area, blank=True, related_name="units")
    mailbox = models.EmailField(blank=True, help_text="Where the unit is told. Never a person's own address.")
    phone = models.CharField(max_length=20, blank=True)
    duty_mobile = models.CharField(
        max_length=20, blank=True, help_text="Gets a text message when something urgent arrives. Never a person's own."
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["agency", "code"], name="unit_code_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class DutyHours(models.Model):
    """When a unit is on duty, in local time. A unit on duty at night has a row for each side of midnight."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="duty_hours")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)], help_text="0 is Monday.")
    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True, help_text="Empty: until midnight.")

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="duty_hours_on_a_day_of_the_week"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gt=models.F("starts")),
                name="duty_hours_end_after_they_start",
            ),
            models.UniqueConstraint(fields=["unit", "weekday", "starts"], name="duty_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.weekday} {self.starts:%H:%M}"
