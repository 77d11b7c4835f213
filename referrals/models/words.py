import pghistory
from django.db import models

from referrals.models.referral import Referral
from victims.columns import answer, gap, line, prose


@pghistory.track()
class OwnWords(models.Model):
    """What the person said, as they said it. Nobody's opinion stands here (Data Protection Act 2018 s.38)."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="own_words")
    words, words_gap = prose(), gap()
    language = line(120)
    through_interpreter = answer()

    class Meta:
        verbose_name_plural = "own words"

    def __str__(self) -> str:
        return f"Words {self.pk}"


@pghistory.track()
class OfficerView(models.Model):
    """What the referrer thinks, and why. Never mixed with what the person said."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="officer_view")
    reasons = prose()
    doubts = answer()
    doubts_note = prose()

    def __str__(self) -> str:
        return f"View {self.pk}"


@pghistory.track()
class Interview(models.Model):
    """How and where the person was spoken to."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="interview")
    circumstances, circumstances_gap = prose(), gap()
    was_alone = answer()
    who_was_there = prose()
    appropriate_adult = answer()
    interpreter_used = answer()
    interpreter = line()
    was_stopped = answer()

    def __str__(self) -> str:
        return f"Interview {self.pk}"
