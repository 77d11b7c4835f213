import pghistory
from django.db import models

from agencies.models import User
from referrals.enums import SupplementKind
from referrals.models.referral import Referral


@pghistory.track()
class Supplement(models.Model):
    """Added after lodging. What was lodged stays as it was."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="supplements")
    kind = models.CharField(max_length=20, choices=SupplementKind)
    section = models.SlugField(max_length=40, blank=True)
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
