from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from agencies.models import Agency, Unit, User
from referrals.enums import CrimeCheck, DeadlineKind, FlagKind, RiskLevel, Route, Status
from referrals.models.referral import Referral
from victims.enums import AgeGroup

IS_OPEN = models.Q(is_open=True)


class QueueRow(models.Model):
    """What lists have to know of a lodged case, in one row: written by referrals/listing.py and by nobody else.

    All of it follows from the case and can be made anew. Only the claim is kept here alone.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, primary_key=True, related_name="queue_row")
    force = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Who referred.")
    status = models.CharField(max_length=20, choices=Status)
    # Not closed, or closed while something beside the referral still runs.
    is_open = models.BooleanField()
    # Somebody of the unit has to do something now.
    needs_us = models.BooleanField()
    route = models.CharField(max_length=20, choices=Route, blank=True)
    age = models.CharField(max_length=10, choices=AgeGroup, blank=True, help_text="As it counts: in doubt is a child.")
    risk = models.CharField(max_length=12, choices=RiskLevel, default=RiskLevel.NOT_ASSESSED)
    # Lowest first. Danger, then overdue, then risk: referrals/rules/pressing.py.
    pressing = models.PositiveSmallIntegerField()
    next_due_at = models.DateTimeField(help_text="Of the open clock that is due first; far away without one.")
    next_kind = models.CharField(max_length=20, choices=DeadlineKind, blank=True)
    is_overdue = models.BooleanField(default=False)
    is_in_danger = models.BooleanField(default=False, help_text="Still in the situation.")
    is_urgent_unfinished = models.BooleanField(default=False)
    flags = ArrayField(models.CharField(max_length=24, choices=FlagKind), default=list)
    exploitation = ArrayField(models.CharField(max_length=24), default=list)
    town = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=60, blank=True)
    tracks = models.JSONField(default=dict, help_text="The state of each track.")
    crime_check = models.CharField(max_length=10, choices=CrimeCheck, default=CrimeCheck.WAITING)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    words = SearchVectorField(help_text="What a search finds it by. Never shown.")
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["force", "needs_us", "pressing", "next_due_at", "referral"], name="queue_needs_us"),
            models.Index(fields=["force", "is_open", "pressing", "next_due_at", "referral"], name="queue_open"),
            models.Index(fields=["force", "pressing", "next_due_at", "referral"], name="queue_pressing"),
            models.Index(fields=["force", "status", "pressing", "next_due_at", "referral"], name="queue_by_status"),
            models.Index(fields=["unit", "pressing", "next_due_at", "referral"], name="queue_of_a_unit"),
            models.Index(
                fields=["unit", "status", "pressing", "next_due_at", "referral"],
                include=["force"],
                name="queue_of_a_unit_by_status",
            ),
            models.Index(
                fields=["force", "owner", "is_open", "pressing", "next_due_at", "referral"],
                include=["needs_us"],
                name="queue_of_an_owner",
            ),
            models.Index(fields=["force", "next_due_at", "referral"], name="queue_by_due"),
            # Read backwards for the newest.
            models.Index(fields=["force", "received_at", "referral"], name="queue_oldest"),
            models.Index(fields=["force", "is_open", "received_at", "referral"], name="queue_open_by_age"),
            # What tabs count.
            models.Index(fields=["force", "age", "referral"], condition=IS_OPEN, name="queue_open_of_an_age"),
            models.Index(fields=["force", "status", "referral"], condition=IS_OPEN, name="queue_open_by_status"),
            models.Index(fields=["force", "crime_check", "received_at", "referral"], name="queue_crime_check"),
            models.Index(fields=["force", "-changed_at", "-referral"], name="queue_changed"),
            models.Index(fields=["next_due_at"], condition=models.Q(is_overdue=False), name="queue_to_become_overdue"),
            GinIndex(fields=["words"], name="queue_words"),
        ]

    def __str__(self) -> str:
        return f"Queue row {self.pk}"
