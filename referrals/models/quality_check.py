import pghistory
from django.db import models

from agencies.models import User
from referrals.models.referral import Referral


class QualityCheck(models.Model):
    """That somebody other than its author read it against what the Home Office asks, before it goes there."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="quality_checks")
    is_ready = models.BooleanField()
    gaps = models.PositiveSmallIntegerField(help_text="How many the check list showed.")
    note = models.TextField(blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_at", "pk"]

    def __str__(self) -> str:
        return f"Quality check {self.pk}"


@pghistory.track()
class Question(models.Model):
    """What the unit asks whoever referred. It holds nothing back: sending stays possible."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"Question {self.pk}"
