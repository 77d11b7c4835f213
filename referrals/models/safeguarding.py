import pghistory
from django.db import models

from referrals.enums import SafeguardingKind, SafeguardingState
from referrals.models.referral import Referral
from victims.columns import answer, choice, line, prose, row_key


@pghistory.track()
class Safeguarding(models.Model):
    """What other agencies know and do. For a child: which council was told, and how to reach it."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="safeguarding")
    council = models.CharField(max_length=120, blank=True, help_text="Code of the council told of the child.")
    council_phone = line(40)
    council_email = models.EmailField(blank=True)
    council_given_names = line()
    council_family_name = line()
    others_involved = answer()
    others_note = prose()

    class Meta:
        verbose_name_plural = "safeguarding"

    def __str__(self) -> str:
        return f"Safeguarding {self.pk}"


@pghistory.track()
class SafeguardingStep(models.Model):
    """Who was told or asked for help, when, and with what outcome."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="safeguarding_steps")
    key = row_key()
    kind = choice(SafeguardingKind)
    state = choice(SafeguardingState)
    agency = line()
    contact = line()
    on = models.DateField(null=True, blank=True)
    reference = line(80)
    note = prose()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
