from django.db import models

from agencies.models import Agency, User
from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules.clocks.rule import Length, Own


class ClockLength(models.Model):
    """How long a force gives itself for something, from a day on. Added to, never changed: the newest holds."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="clock_lengths")
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=ClockUnit)
    valid_from = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(number__gt=0), name="clock_length_is_some_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.unit}"

    @property
    def as_own(self) -> Own:
        return Own(DeadlineKind(self.kind), Length(self.number, ClockUnit(self.unit)), self.valid_from)
