import pghistory
from django.db import models

from agencies.enums import Nation
from referrals.models.referral import Referral
from victims.columns import choice, line


@pghistory.track()
class Referrer(models.Model):
    """Whom the Home Office asks: the referrer, and somebody for when they are away."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="referrer")
    given_names = line()
    family_name = line()
    job = line(120)
    phone = line(40)
    phone_tonight = models.CharField(max_length=40, blank=True, help_text="For the next 24 hours.")
    organisation = line(120)
    nation = choice(Nation)
    deputy_name = line()
    deputy_email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return f"Referrer {self.pk}"
