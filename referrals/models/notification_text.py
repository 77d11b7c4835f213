import pghistory
from django.db import models

from agencies.models import User
from referrals.models.referral import Referral


@pghistory.track()
class NotificationText(models.Model):
    """What is written for a notification without a name: new text, copied from nowhere, read by a second person."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="notification_text")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    # Of the version that was read. Writing again undoes the check.
    checked_version = models.PositiveIntegerField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Notification {self.pk}"

    @property
    def is_checked(self) -> bool:
        return self.version > 0 and self.checked_version == self.version
