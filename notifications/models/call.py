from django.db import models
from django.db.models import JSONField, Q

from agencies.models import User
from notifications.enums import NoticeKind, Rung
from notifications.rules.ladder import Step

OPEN = Q(acknowledged_at=None, settled_at=None)


class Call(models.Model):
    """Something that somebody must say they have. Until then it climbs, a rung at a time."""

    kind = models.CharField(max_length=30, choices=NoticeKind)
    reference = models.CharField(max_length=20)
    occasion = models.CharField(max_length=80)
    ladder = JSONField(help_text="Pairs: a rung, and the keys of whom it tells.")
    rung = models.PositiveSmallIntegerField(default=0, help_text="The one that was told last.")
    posted_at = models.DateTimeField()
    climbs_at = models.DateTimeField(null=True, blank=True, help_text="Empty at the top of the ladder.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="What it was about was done meanwhile.")

    class Meta:
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(fields=["climbs_at"], condition=OPEN, name="calls_to_climb"),
            models.Index(fields=["reference", "posted_at"], name="calls_of_a_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference", "occasion"], name="one_call_per_occasion"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="call_is_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None and self.settled_at is None

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(Step(Rung(rung), tuple(whom)) for rung, whom in self.ladder)

    @property
    def next_step(self) -> Step | None:
        """Whom it climbs to if nobody answers."""
        steps = self.steps
        return steps[self.rung + 1] if self.rung + 1 < len(steps) else None
