from django.db import models
from django.db.models import Q

from agencies.models import Unit, User
from notifications.models.digest import Digest
from notifications.models.notice import Notice


class InboxItem(models.Model):
    """A notice that has reached one person."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Through which unit it came. Empty: it is for this person.",
    )  # fmt: skip
    instead_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who is away, and passes theirs on.",
    )  # fmt: skip
    delivered_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    waits_for_digest = models.BooleanField(default=False)
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="items",
        help_text="The day's e-mail that lists it.",
    )  # fmt: skip

    class Meta:
        ordering = ["-delivered_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-delivered_at", "-id"], name="inbox_of_a_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="unread_of_a_person"),
            models.Index(fields=["person"], condition=Q(waits_for_digest=True), name="waits_for_a_digest"),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_once_in_an_inbox")]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.person_id}"
