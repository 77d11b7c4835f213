from django.db import models

from agencies.models import User
from referrals.enums import RiskLevel
from referrals.models.referral import Referral


class RiskAssessment(models.Model):
    """THRIVE, made again whenever something changes. The newest is the one that holds."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="risk_assessments")
    threat = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    investigation = models.TextField(blank=True)
    vulnerability = models.TextField(blank=True)
    engagement = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=[each for each in RiskLevel.choices if each[0] != "not_assessed"])
    reason = models.TextField(help_text="Why this level.")
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        ordering = ["assessed_at", "pk"]

    def __str__(self) -> str:
        return f"Risk assessment {self.pk}"
