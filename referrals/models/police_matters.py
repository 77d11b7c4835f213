import pghistory
from django.db import models

from referrals.enums import Consideration
from referrals.models.referral import Referral
from victims.columns import answer, choice, line, prose


@pghistory.track()
class PoliceMatters(models.Model):
    """Crime record, custody and the section 45 defence. Intelligence is a reference here, and never its content."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="police_matters")
    has_crime_reference = answer()
    crime_force = line(120)
    crime_reference = line(60)
    incident_reference = models.CharField(max_length=60, blank=True, help_text="CAD or incident number.")
    in_custody = answer()
    custody_reference = line(60)
    video_reference = models.CharField(max_length=120, blank=True, help_text="Body-worn video.")
    section_45 = choice(Consideration)
    section_45_note = prose()
    intelligence_reference = line(60)
    existing_help = models.TextField(blank=True, help_text="Help they already give to an investigation.")

    class Meta:
        verbose_name_plural = "police matters"

    def __str__(self) -> str:
        return f"Police matters {self.pk}"
