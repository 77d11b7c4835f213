from django.db import models

from agencies.models import User
from referrals.enums import NoteKind
from referrals.models.referral import Referral


class Note(models.Model):
    """One version of a note. A change is a new version; all of them stay."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="notes")
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions")
    version = models.PositiveSmallIntegerField(default=1)
    is_newest = models.BooleanField(default=True)
    kind = models.CharField(max_length=20, choices=NoteKind)
    text = models.TextField(blank=True, help_text="What the writer says.")
    their_words = models.TextField(blank=True, help_text="What the person said, in their words.")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "version"], name="one_note_of_a_version"),
            models.CheckConstraint(condition=~models.Q(text="", their_words=""), name="a_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"
