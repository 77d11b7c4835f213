from datetime import datetime

from django.db import models
from django.db.models import Q

from agencies.models.agency import Agency
from agencies.models.user import User


class Purpose(models.TextChoices):
    INVITATION = "invitation", "Invitation"
    NEW_PASSWORD = "new_password", "New password"


class SignInLink(models.Model):
    """A single-use way in, sent by e-mail: the row is written first and a task sends it.

    Only the digest of the secret is kept. The secret exists in the message alone.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="a_secret_opens_one_door"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | ~Q(token_digest=""), name="a_sent_link_has_a_secret"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at=None, cancelled_at=None), name="sign_in_link_to_send"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    def is_usable(self, at: datetime) -> bool:
        return self.used_at is None and self.cancelled_at is None and at < self.expires_at
