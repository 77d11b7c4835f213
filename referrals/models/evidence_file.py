import uuid

import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.enums import FileState, ScanTrouble
from referrals.models.referral import Referral
from referrals.models.share import Share
from victims.columns import choice, line


@pghistory.track()
class EvidenceFile(models.Model):
    """A file of a case. It is superseded with a reason, never deleted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="In the address.")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="files")
    share = models.ForeignKey(
        Share,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        help_text="Through which another agency added it, whose record it stays.",
    )
    name = models.CharField(max_length=255, help_text="As the person called it. Never part of a path.")
    stored_as = models.CharField(max_length=120, unique=True, help_text="Random, and known to nobody.")
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64)
    goes_in_pack = models.BooleanField(help_text="Of a type that the Home Office takes.")
    description = models.CharField(max_length=500, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    # Rises when the two above change, so that a stale page is noticed instead of overwriting.
    version = models.PositiveIntegerField(default=0)
    # Of the page that changed them last. The same page may save again without knowing the new version.
    page_key = line(22)
    state = models.CharField(max_length=12, choices=FileState, default=FileState.WAITING)
    trouble = choice(ScanTrouble)
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
            models.CheckConstraint(
                condition=~Q(state__in=[FileState.CLEAN, FileState.INFECTED]) | Q(scanned_at__isnull=False),
                name="clean_or_infected_says_when_it_was_scanned",
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.INFECTED) & ~Q(finding="") | ~Q(state=FileState.INFECTED) & Q(finding=""),
                name="infected_with_something_named",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None, superseded_by=None, superseded_reason="")
                | Q(superseded_at__isnull=False, superseded_by__isnull=False) & ~Q(superseded_reason=""),
                name="superseded_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                # Each agency by itself: what is refused must not tell one what another has added.
                fields=["referral", "share", "sha256"],
                condition=Q(superseded_at=None),
                nulls_distinct=False,
                name="same_file_once_per_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.pk}"

    @property
    def short_hash(self) -> str:
        return f"{self.sha256[:8]}…"

    @property
    def is_superseded(self) -> bool:
        return self.superseded_at is not None

    @property
    def was_added_later(self) -> bool:
        """After the case was passed on: what was lodged did not hold it."""
        return self.referral.lodged_at is not None and self.added_at > self.referral.lodged_at
