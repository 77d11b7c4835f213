import pghistory
from django.db import models

from referrals.enums import PlaceRole
from referrals.models.encounter import Encounter
from referrals.models.referral import Referral
from victims.columns import choice, line, prose, row_key


@pghistory.track()
class Place(models.Model):
    """A place and what it was. A town of the United Kingdom, or a country."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="places")
    only_for = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty: it holds for everybody found together.",
    )  # fmt: skip
    key = row_key()
    role = choice(PlaceRole)
    town = line(120)
    country = line(120)
    detail = prose()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Place {self.pk}"

    @property
    def is_overseas(self) -> bool:
        return bool(self.country)
