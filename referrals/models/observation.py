import pghistory
from django.db import models

from referrals.enums import KnownBy
from referrals.models.referral import Referral
from victims.columns import PartialDateColumn, answer, choice, line, prose


@pghistory.track()
class SignsNoticed(models.Model):
    """Who noticed the signs and when, for all of them, and whether none were seen on purpose."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="signs_noticed")
    noticed_by = line()
    noticed_on = PartialDateColumn()
    none_seen = models.BooleanField(default=False)
    note = prose()
    any_seen = answer()

    class Meta:
        verbose_name_plural = "signs noticed"

    def __str__(self) -> str:
        return f"Signs {self.pk}"


@pghistory.track()
class Observation(models.Model):
    """One sign, how it is known, and in whose words. Nothing is scored."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="observations")
    sign = models.CharField(max_length=6)
    known_by = choice(KnownBy)
    words = prose()
    seen_by = models.CharField(max_length=200, blank=True, help_text="Empty: whoever noticed the others.")
    seen_on = PartialDateColumn()

    class Meta:
        ordering = ["sign"]
        constraints = [models.UniqueConstraint(fields=["referral", "sign"], name="sign_once_per_referral")]

    def __str__(self) -> str:
        return f"{self.sign} {self.pk}"
