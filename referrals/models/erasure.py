from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, User
from referrals.enums import ErasureBasis


class Erasure(models.Model):
    """That one supervisor asked to erase a case, and another answered. Once done, a tombstone that never changes.

    No foreign key to the case, so that it outlives it. Nothing here says whose case it was.
    """

    reference = models.CharField(max_length=13)
    case_key = models.BigIntegerField()
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=8, choices=ErasureBasis)
    reason = models.TextField(help_text="Without a name: it outlives the case.")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.TextField(blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # Written by the database as it erases.
    erased_at = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=dict, help_text="How many of each table are gone.")
    files = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["force", "-asked_at"], name="erasures_of_a_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("asked_by")),
                name="an_erasure_is_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | Q(refused_by__isnull=False) & ~Q(refusal_reason=""),
                name="an_erasure_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(approved_at__isnull=False), name="nothing_is_erased_unapproved"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(refused_at=None), name="a_case_is_asked_to_be_erased_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Erasure of {self.reference}"

    @property
    def total(self) -> int:
        return sum(self.rows.values())
