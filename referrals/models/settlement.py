from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.enums import SettledBy
from referrals.models.referral import Referral


class Settlement(models.Model):
    """What was done about something that left a case, after they took back their agreement. The newest counts."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="settlements")
    # No foreign key: the ledger stands by itself.
    entry_id = models.BigIntegerField(help_text="The line of the ledger that says what left.")
    settled_by = models.CharField(max_length=12, choices=SettledBy)
    text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["entry_id", "-recorded_at"], name="settlements_of_an_entry")]
        constraints = [
            models.CheckConstraint(condition=Q(settled_by__in=SettledBy.values), name="settled_in_a_known_way"),
        ]

    def __str__(self) -> str:
        return f"Settlement {self.pk}"
