from django.db import models

from agencies.models import User
from referrals.models.referral import Referral


class InboundNotice(models.Model):
    """That the Home Office or another force told us of a person who is in the NRM, or ought to be."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="inbound_notice")
    told_by = models.CharField(max_length=200, help_text="The body that told us.")
    told_on = models.DateField()
    reference = models.CharField(max_length=60, blank=True, help_text="Theirs.")
    text = models.TextField(blank=True, help_text="What they told us.")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Inbound notice {self.pk}"
