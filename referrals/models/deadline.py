import pghistory
from django.db import models
from django.db.models import F, Q

from agencies.models import User
from referrals.enums import DeadlineKind
from referrals.models.referral import Referral


@pghistory.track()
class Deadline(models.Model):
    """By when somebody named is to have done something, by local standard. Late ones climb; none delays sending."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=200, blank=True, help_text="Reference, or why it could not be done.")
    # How often it has climbed: to its owner, to the unit, to the duty supervisor.
    rung = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="deadlines_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "kind"], condition=Q(done_at=None), name="one_open_deadline_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="deadline_is_after_its_start"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
