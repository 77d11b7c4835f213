from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Unit, User
from notifications.enums import NOT_DELIVERED, Delivery, NoticeKind
from notifications.models.call import Call
from notifications.models.routing import RoutingRow

OPEN = Q(delivered_at=None, given_up_at=None)


class Notice(models.Model):
    """The outbox: a unit or a person is to be told something. Holds a reference, the kind of thing, and nothing else.

    Written in the transaction of what happened, once per occasion and recipient. Kept when it could not be delivered.
    """

    kind = models.CharField(max_length=30, choices=NoticeKind)
    reference = models.CharField(max_length=20, blank=True, help_text="Empty for what is about the service itself.")
    occasion = models.CharField(max_length=80, help_text="What tells two notices of a kind apart.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="notices",
        help_text="What must be acknowledged, or it climbs.",
    )  # fmt: skip
    rung = models.PositiveSmallIntegerField(default=0, help_text="How far it had climbed: 0 for who was told first.")
    routed_by = models.ForeignKey(
        RoutingRow, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The row of the routing table that chose the unit.",
    )  # fmt: skip
    is_by_fallback = models.BooleanField(default=False, help_text="No row of the routing table matched.")

    outcome = models.CharField(max_length=20, choices=Delivery, default=Delivery.WAITING)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="Failed for more than a day, or cancelled.")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=80, blank=True, help_text="The name of the error, never its text.")

    class Meta:
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(fields=["reference", "posted_at"], name="notices_of_a_case"),
            models.Index(fields=["next_try_at"], condition=OPEN, name="notices_to_deliver"),
            models.Index(fields=["posted_at"], condition=OPEN, name="oldest_waiting_notice"),
            models.Index(fields=["given_up_at"], condition=Q(given_up_at__isnull=False), name="notices_given_up"),
            models.Index(fields=["posted_at"], condition=Q(outcome__in=NOT_DELIVERED), name="notices_in_trouble"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, person__isnull=False) | Q(unit__isnull=False, person__isnull=True),
                name="notice_is_for_a_unit_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(given_up_at=None), name="notice_is_delivered_or_given_up"
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "occasion", "rung", "unit"],
                condition=Q(unit__isnull=False),
                name="notice_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "occasion", "rung", "person"],
                condition=Q(person__isnull=False),
                name="notice_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def recipient(self) -> str:
        return str(self.unit or self.person)
