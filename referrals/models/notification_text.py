import pghistory
from django.db import models

from agencies.models import User
from referrals.models.referral import Referral
from victims.columns import answer, prose


@pghistory.track()
class NotificationText(models.Model):
    """What only a notification asks, and new text, copied from nowhere, for a second reader."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="notification_text")
    believes_slavery = answer()
    believes_trafficking = answer()
    found_in = models.CharField(max_length=120, blank=True, help_text="Code of the police force. Nothing finer.")
    text = prose()
    # Rises with every change, of the answers as well as of the text: whoever reads it, reads all of it.
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
