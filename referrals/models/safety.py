import pghistory
from django.db import models

from referrals.enums import Danger, LastContact
from referrals.models.referral import Referral
from victims.columns import answer, choice, gap, line, prose


@pghistory.track()
class Safety(models.Model):
    """Whether the person is in danger, where they are, and whether it may happen again."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="safety")
    danger = choice(Danger)
    what_was_done = prose()
    whereabouts = models.TextField(blank=True, help_text="Where they are now, in words, and until when.")
    town = line(120)
    region = line(120)
    still_exploited = answer()
    held_by, held_by_gap = prose(), gap()
    how_they_left, how_they_left_gap = prose(), gap()
    last_contact = choice(LastContact)
    last_contact_note = prose()
    fears_more = answer()
    fears_more_note = prose()
    needed_now = models.TextField(blank=True, help_text="What is needed tonight.")

    class Meta:
        verbose_name_plural = "safeties"

    def __str__(self) -> str:
        return f"Safety {self.pk}"
