from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.enums import CrimeMark, Track, TrackState
from referrals.models.referral import Referral


class TrackEntry(models.Model):
    """Where a track stood from a moment on. Added to, never changed: the newest of a track is the one that holds."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="track_entries")
    track = models.CharField(max_length=20, choices=Track)
    state = models.CharField(max_length=24, choices=TrackState)
    reference = models.CharField(max_length=60, blank=True, help_text="Crime number, or another agency's reference.")
    code = models.CharField(max_length=20, blank=True, help_text="Of a crime that was not recorded: the reason code.")
    force_code = models.CharField(max_length=60, blank=True, help_text="The force where it happened.")
    reason = models.TextField(blank=True)
    on = models.DateField(help_text="The day it happened.")
    made_at = models.DateTimeField(null=True, blank=True, help_text="Of a crime: when it was put on record, anywhere.")
    mark = models.CharField(max_length=8, choices=CrimeMark, blank=True, help_text="Of the crime registrar.")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "track entries"
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="tracks_to_review")]

    def __str__(self) -> str:
        return f"{self.track} {self.state} {self.pk}"
