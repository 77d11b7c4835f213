from django.db import models

from agencies.models import User
from referrals.enums import ConsideredMatter, ConsideredOutcome
from referrals.models.referral import Referral


class Considered(models.Model):
    """That somebody thought of something the law or good practice asks for, and what came of it. The newest holds."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="considered")
    matter = models.CharField(max_length=24, choices=ConsideredMatter)
    outcome = models.CharField(max_length=12, choices=ConsideredOutcome)
    text = models.TextField(blank=True)
    reference = models.CharField(max_length=60, blank=True)
    considered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    considered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "considered"
        ordering = ["considered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter} {self.pk}"
