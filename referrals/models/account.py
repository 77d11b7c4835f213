import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from referrals.enums import Exploitation
from referrals.models.referral import Referral
from victims.columns import PartialDateColumn, answer, gap, prose, row_key


@pghistory.track()
class Account(models.Model):
    """What happened: how it began, the work, how they were treated. Reported, neither proved nor judged."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="account")
    several_situations = answer()
    when_in_words, when_in_words_gap = prose(), gap()
    how_it_began, how_it_began_gap = prose(), gap()
    was_moved = answer()
    journey = prose()
    work, work_gap = prose(), gap()
    conditions, conditions_gap = prose(), gap()
    treatment, treatment_gap = prose(), gap()
    control, control_gap = prose(), gap()
    reported_before = answer()
    earlier_report = prose()
    why_now, why_now_gap = prose(), gap()

    def __str__(self) -> str:
        return f"Account {self.pk}"


@pghistory.track()
class Situation(models.Model):
    """One exploitative situation: kinds, and when."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="situations")
    key = row_key()
    kinds = ArrayField(models.CharField(max_length=20, choices=Exploitation), default=list, blank=True)
    other_kind = prose()
    is_county_lines = answer()
    began_on = PartialDateColumn()
    ended_on = PartialDateColumn()
    note = prose()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Situation {self.pk}"
