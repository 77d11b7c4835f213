from django.db import models

from agencies.models import User
from referrals.enums import RetentionGroup
from referrals.models.referral import Referral


class RetentionReview(models.Model):
    """That a closed case is kept, why, and until when somebody looks at it again. The newest counts."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="retention_reviews")
    group = models.CharField(max_length=1, choices=RetentionGroup)
    reason = models.TextField()
    review_on = models.DateField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["reviewed_at", "pk"]

    def __str__(self) -> str:
        return f"Review {self.pk}"
