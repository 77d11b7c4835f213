import pghistory
from django.db import models

from referrals.models.encounter import Encounter
from referrals.models.referral import Referral
from victims.columns import answer, line, prose, row_key


@pghistory.track()
class Suspect(models.Model):
    """Somebody suspected. Kept apart from victims and from witnesses."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="suspects")
    only_for = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = row_key()
    name = line()
    nickname = line()
    description = models.TextField(blank=True, help_text="Looks, languages, marks, vehicles, group.")
    relationship = models.TextField(blank=True, help_text="To the person.")
    contact = prose()
    may_be_victim = answer()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Suspect {self.pk}"
