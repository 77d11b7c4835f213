from django.db import models

from agencies.models import Agency, User
from referrals.enums import ReviewOutcome


class AccessReview(models.Model):
    """What an auditor found of unusual access. Never changed: whoever thinks otherwise later adds another."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Whose auditor.")
    rule = models.CharField(max_length=10)
    entry = models.BigIntegerField(help_text="The line of the ledger by which the finding is known again.")
    about = models.BigIntegerField(help_text="Whose access, as the ledger names them.")
    outcome = models.CharField(max_length=20, choices=ReviewOutcome)
    note = models.TextField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["reviewed_at", "pk"]
        indexes = [models.Index(fields=["agency", "entry"], name="reviews_of_a_finding")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(note=""), name="a_review_says_something"),
            models.CheckConstraint(
                condition=~models.Q(about=models.F("reviewed_by")), name="nobody_reviews_their_own_access"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.entry}: {self.get_outcome_display()}"
