from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.models.share import Share
from referrals.models.supplement import Supplement
from referrals.models.task import Task


class CorrectionTold(models.Model):
    """That a part which others were shown was put right: told to them, and read by somebody there.

    Data Protection Act 2018 s.38: whoever finds that what was passed on is wrong tells those it was passed to.
    """

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="corrections")
    supplement = models.ForeignKey(Supplement, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "corrections told"
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["share", "supplement"], name="correction_told_once_for_each_share"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_by__isnull=False), name="a_correction_is_read_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Correction {self.supplement_id} told to {self.share_id}"
