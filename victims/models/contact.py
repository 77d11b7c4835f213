import pghistory
from django.db import models
from django.db.models import Q

from victims.columns import choice, line, prose
from victims.enums import Channel, Recipient, Safe
from victims.models.person import Person


@pghistory.track()
class SafeContact(models.Model):
    """Whether one way of reaching the person is safe, and when that was last checked. Unknown counts as no."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=20, choices=Channel)
    value = models.CharField(max_length=254, blank=True, help_text="A telephone number or an e-mail address.")
    safe = models.CharField(max_length=8, choices=Safe, default=Safe.UNKNOWN)
    checked_on = models.DateField(null=True, blank=True)
    times = line()
    code_word = line(80)
    whose = models.CharField(max_length=200, blank=True, help_text="For somebody else's telephone: who they are.")
    note = prose()
    street = line()
    town = line(120)
    county = line(120)
    postcode = line(12)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="one_contact_per_channel"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contact_channel_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def may_be_used(self) -> bool:
        return self.safe == Safe.YES


@pghistory.track()
class DecisionRecipient(models.Model):
    """Who gets the Home Office's letter: the person by a safe channel, or somebody they permit."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="decision_recipient")
    who = choice(Recipient)
    given_names = line()
    family_name = line()
    email = models.EmailField(blank=True)
    street = line()
    town = line(120)
    county = line(120)
    postcode = line(12)
    has_permission = models.BooleanField(default=False, help_text="The person permits sending it to them.")
    no_phone_reason = models.TextField(blank=True, help_text="Why there is no telephone number.")

    def __str__(self) -> str:
        return f"Recipient {self.pk}"
