import pghistory
from django.db import models
from django.db.models import F, Q

from agencies.models import User
from referrals.enums import ApprovalKind, ApprovalState
from referrals.models.referral import Referral


@pghistory.track()
class Approval(models.Model):
    """What a supervisor is asked to approve, never their own."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(max_length=12, choices=ApprovalKind)
    rationale = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ApprovalState, default=ApprovalState.ASKED)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state=ApprovalState.ASKED), name="one_open_approval_of_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.APPROVED) | ~Q(answered_by=F("asked_by")),
                name="nobody_approves_their_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
