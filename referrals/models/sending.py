import pghistory
from django.db import models

from agencies.models import User
from referrals.enums import Route
from referrals.models.referral import Referral


@pghistory.track()
class Sending(models.Model):
    """That somebody sent it to the Home Office: when, by whom, on which route, and their reference if there was one."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sendings")
    route = models.CharField(max_length=20, choices=Route)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200, help_text="Who pressed the button at the Home Office's form.")
    home_office_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    mistaken_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is known not to have happened.")

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"Sending {self.pk}"
