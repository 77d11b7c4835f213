from django.db import models

from agencies.models import User
from referrals.enums import Status, Step
from referrals.models.referral import Referral


class StepTaken(models.Model):
    """One move of a referral, as it was recorded. Never changed: a mistake is put right by a reversing step."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=24, choices=Step)
    source = models.CharField(max_length=20, choices=Status)
    target = models.CharField(max_length=20, choices=Status)
    on = models.DateField(help_text="The day it counts from: of a decision, the one on the letter.")
    reason = models.TextField(blank=True)
    is_unusual = models.BooleanField(default=False, help_text="Of the Home Office, and not in our table from there.")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "steps taken"
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step=Step.REVERSE, reverses__isnull=False)
                | ~models.Q(step=Step.REVERSE) & models.Q(reverses__isnull=True),
                name="only_a_reversing_step_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"
