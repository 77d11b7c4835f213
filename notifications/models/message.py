from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.models import Unit, User
from notifications.enums import NOT_SENT, Channel, Sending
from notifications.models.digest import Digest
from notifications.models.notice import Notice

OPEN = Q(sent_at=None, given_up_at=None)


class Message(models.Model):
    """An e-mail or a text message to be sent. Holds no address: that is looked up, and asked about, when it is sent."""

    channel = models.CharField(max_length=10, choices=Channel)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    digest = models.OneToOneField(Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="message")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="To its mailbox."
    )
    posted_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Sending, default=Sending.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=80, blank=True)
    provider_id = models.CharField(max_length=60, blank=True, help_text="What GOV.UK Notify calls it.")

    class Meta:
        ordering = ["posted_at", "pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=OPEN, name="messages_to_send"),
            models.Index(fields=["posted_at"], condition=OPEN, name="oldest_waiting_message"),
            models.Index(fields=["given_up_at"], condition=Q(given_up_at__isnull=False), name="messages_given_up"),
            models.Index(fields=["posted_at"], condition=Q(outcome__in=NOT_SENT), name="messages_in_trouble"),
            models.Index(fields=["unit", "-posted_at"], name="messages_to_a_mailbox"),
            models.Index(
                fields=["sent_at"],
                condition=Q(outcome=Sending.SENT, provider_id__gt=""),
                name="messages_to_ask_about",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False, digest=None) | Q(notice=None, digest__isnull=False),
                name="message_is_of_a_notice_or_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None) | Q(person=None, unit__isnull=False),
                name="message_is_to_a_person_or_a_mailbox",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None) | Q(outcome=Sending.ADDRESS_REFUSED),
                name="message_is_sent_or_given_up",
            ),
            models.UniqueConstraint(
                fields=["notice", "channel", "person"],
                condition=Q(person__isnull=False, notice__isnull=False),
                name="message_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["notice", "channel", "unit"], condition=Q(unit__isnull=False), name="message_once_per_mailbox"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The same for every attempt, and told to no reader: what makes a repeat recognisable."""
        return f"message-{self.pk}"
