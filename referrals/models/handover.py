from django.db import models
from django.db.models import Q

from agencies.models import Agency, Unit, User
from referrals.models.referral import Referral

# Nobody there has kept it yet, or given it back, and it was not given on.
OPEN = Q(accepted_at=None, returned_at=None, ended_at=None)


class Handover(models.Model):
    """That a case was given to another unit or force, and whether they kept it. It is theirs in between."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="handovers")
    from_force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Given on before anybody answered.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["from_force", "-given_at"], name="handovers_of_a_force")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(returned_at=None), name="a_handover_is_accepted_or_returned"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, returned_at=None) | Q(answered_by__isnull=False),
                name="a_handover_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | ~Q(return_reason=""), name="a_case_is_returned_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=OPEN,
                name="one_open_handover_of_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"Handover {self.pk}"
