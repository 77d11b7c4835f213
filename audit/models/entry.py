from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from audit.enums import Operation, Outcome


class Entry(models.Model):
    """One line of the ledger.

    No foreign keys, so that it outlives whatever it describes. No values and no search text, so that it need
    not be erased when a case is. Triggers number it, say when it was written, and refuse every change.
    """

    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    actor_id = models.BigIntegerField(null=True)
    acting_for = models.CharField(max_length=60, blank=True)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    operation = models.CharField(max_length=12, choices=Operation)
    event = models.CharField(max_length=60)
    reference = models.CharField(max_length=40, blank=True)
    shown = ArrayField(models.CharField(max_length=40), default=list)
    digests = models.JSONField(default=dict)
    outcome = models.CharField(max_length=7, choices=Outcome)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["reference", "at"], name="entry_by_reference"),
            models.Index(fields=["actor_id", "at"], name="entry_by_actor"),
            models.Index(fields=["at"], name="entry_by_time"),
            # Whoever saw a case in a list has looked at it too.
            GinIndex(fields=["shown"], name="entry_by_shown"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(operation__in=Operation.values), name="entry_operation_is_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="entry_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.event} {self.reference} {self.outcome}".replace("  ", " ")
