import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.models.referral import Referral


@pghistory.track()
class LegalHold(models.Model):
    """Something still needs the case as it is: an investigation, an appeal, a duty to disclose, an inquiry."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["placed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="a_hold_is_ended_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"
