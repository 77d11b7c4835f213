import pghistory
from django.db import models

from agencies.models import User
from victims.columns import PartialDateColumn, line, prose
from victims.enums import AgeStep
from victims.models.person import Person


@pghistory.track()
class AgeEntry(models.Model):
    """One step about an age in doubt: asked, assessed, disputed, settled. Added to, never rewritten."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="age_track")
    step = models.CharField(max_length=20, choices=AgeStep)
    on = PartialDateColumn()
    decided_by = line()
    reference = line()
    note = prose()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name_plural = "age entries"

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"
