import pghistory
from django.db import models
from django.db.models import F, Q

from agencies.models import User
from referrals.enums import DecidingBody
from referrals.models.evidence_file import EvidenceFile
from referrals.models.referral import Referral
from referrals.models.step_taken import StepTaken


@pghistory.track()
class Decision(models.Model):
    """What a letter of the Home Office says, copied from it. It is theirs: here it is only recorded."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    step = models.OneToOneField(StepTaken, on_delete=models.PROTECT, related_name="decision")
    body = models.CharField(max_length=10, choices=DecidingBody)
    decided_on = models.DateField(help_text="The date on the letter.")
    reference = models.CharField(max_length=60, blank=True, help_text="Theirs.")
    reasons = models.TextField(blank=True, help_text="As the letter gives them.")
    answer_by = models.DateField(null=True, blank=True, help_text="Until when they want an answer, from the letter.")
    letter = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    warnings = models.JSONField(default=list, help_text="What was unusual about it, as it was said then.")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    needs_second_reader = models.BooleanField(default=False)
    second_read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_read_at = models.DateTimeField(null=True, blank=True)
    is_found_wrong = models.BooleanField(default=False, help_text="The second reader found something else.")
    reading_note = models.TextField(blank=True, help_text="What the second reader found.")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_read_by=None) | ~Q(second_read_by=F("recorded_by")),
                name="second_reader_is_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.pk}"

    @property
    def waits_for_second_reader(self) -> bool:
        """One that was put right meanwhile needs none: ask for `step__reversed_by` with it."""
        return self.needs_second_reader and self.second_read_at is None and not self.is_put_right

    @property
    def is_put_right(self) -> bool:
        return hasattr(self.step, "reversed_by")
