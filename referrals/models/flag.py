import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.enums import FlagKind
from referrals.models.referral import Referral


@pghistory.track()
class Flag(models.Model):
    """What everybody who opens the case has to know, until somebody takes it down for a reason."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=24, choices=FlagKind)
    reason = models.TextField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "kind"],
                condition=Q(removed_at=None) & ~Q(kind=FlagKind.OTHER),
                name="one_flag_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""),
                name="a_flag_is_removed_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
