"""How people want to be told, and who is there."""

import pghistory
from django.db import models
from django.db.models import F, Q

from agencies.models import Unit, User
from notifications.enums import How, NoticeKind


class Preference(models.Model):
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    how = models.CharField(max_length=20, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.how}"


@pghistory.track()
class Absence(models.Model):
    """Somebody is away, and a colleague gets theirs meanwhile. Both days count."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    passes_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["first_day", "pk"]
        indexes = [models.Index(fields=["person", "last_day"], name="absences_of_a_person")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(passes_to=F("person")), name="nobody_passes_to_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_day}"


@pghistory.track()
class Shift(models.Model):
    """Somebody is on duty for a unit. Where several are, the one with the lower position comes first."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "position", "pk"]
        indexes = [models.Index(fields=["unit", "ends_at"], name="shifts_of_a_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"),
            models.UniqueConstraint(fields=["unit", "person", "starts_at"], name="one_shift_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at}"
