import uuid

import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.enums import FileState
from referrals.models.referral import Referral


@pghistory.track()
class EvidenceFile(models.Model):
    """A file of a case. It is superseded with a reason, never deleted."""

    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="In the address, and in the store."
    )
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=120, unique=True)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    goes_in_pack = models.BooleanField(help_text="Of a type that the Home Office takes.")
    description = models.TextField(blank=True)
    dated_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=FileState, default=FileState.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True, help_text="What the scanner called it.")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["added_at"], condition=Q(state="waiting"), name="files_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state_is_known"),
            models.UniqueConstraint(
                fields=["referral", "sha256"], condition=Q(superseded_at=None), name="same_file_once_per_referral"
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.pk}"
