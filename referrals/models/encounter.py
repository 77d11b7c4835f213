import pghistory
from django.db import models

from agencies.models import Agency
from victims.columns import PartialDateColumn, answer, gap, line, prose


@pghistory.track()
class Encounter(models.Model):
    """Facts that people who were found together share. Entered once; each person has a referral of their own."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=120, blank=True, help_text="Name of an operation, if there was one.")
    found_on = PartialDateColumn()
    found_how, found_how_gap = prose(), gap()
    others_involved = answer()
    others_note = models.TextField(blank=True, help_text="Operation, relatives being referred. Names are not wanted.")
    suspects_whereabouts_known = answer()
    suspects_in_uk = answer()
    suspects_whereabouts = prose()
    suspects_note, suspects_gap = prose(), gap()
    uk_places_note = prose()
    overseas_places_note = prose()
    officer_in_charge = line()

    def __str__(self) -> str:
        return f"Encounter {self.pk}"
