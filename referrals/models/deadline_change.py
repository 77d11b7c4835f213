from django.db import models

from agencies.models import User
from referrals.models.deadline import Deadline
from referrals.models.evidence_file import EvidenceFile


class DeadlineChange(models.Model):
    """That a clock was paused, goes on, or was given another day, by whom, and on what evidence."""

    class Kind(models.TextChoices):
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Goes on"
        EXTENDED = "extended", "Extended"

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    evidence = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
