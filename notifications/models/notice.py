from django.db import models
from django.db.models import Q

from agencies.models import Unit, User
from notifications.enums import NoticeKind


class Notice(models.Model):
    """The outbox: somebody is to be told something. Holds a reference and the kind of thing, and nothing else.

    Written in the transaction of what happened, once per occasion and recipient.
    """

    kind = models.CharField(max_length=30, choices=NoticeKind)
    reference = models.CharField(max_length=20)
    occasion = models.CharField(max_length=80, help_text="What tells two notices of a kind apart.")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()

    class Meta:
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["reference", "posted_at"], name="notices_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, person__isnull=False) | Q(unit__isnull=False, person__isnull=True),
                name="notice_is_for_a_unit_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "occasion", "unit"],
                condition=Q(unit__isnull=False),
                name="notice_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["kind", "reference", "occasion", "person"],
                condition=Q(person__isnull=False),
                name="notice_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def recipient(self) -> str:
        return str(self.unit or self.person)
