from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.actors import Actor
from agencies.models import Agency, User
from referrals.enums import ReviewOutcome
from referrals.models.referral import Referral, barred


class EmergencyOpeningQuerySet(models.QuerySet["EmergencyOpening"]):
    def open_to(self, actor: Actor, at: datetime) -> "EmergencyOpeningQuerySet":
        """Theirs, for as long as it lasts, but for a case that they are kept from meanwhile."""
        return self.filter(person=actor.user_id, agency=actor.agency_id, ends_at__gt=at).exclude(
            barred(actor, of="referral__")
        )

    def of_agency(self, actor: Actor) -> "EmergencyOpeningQuerySet":
        return self.filter(agency=actor.agency_id).exclude(barred(actor, of="referral__"))


@pghistory.track()
class EmergencyOpening(models.Model):
    """Somebody opened a case that they do not see otherwise, because they could not wait. Somebody else reviews it."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="emergency_openings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="The force that has it.")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateTimeField(help_text="The end of the third working day.")
    outcome = models.CharField(max_length=20, choices=ReviewOutcome, blank=True)
    note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = EmergencyOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "-opened_at", "-id"], name="emergencies_of_an_agency"),
            models.Index(fields=["person", "ends_at"], name="emergencies_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_emergency_has_a_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="", note="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="") & ~Q(note=""),
                name="an_emergency_is_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("person")), name="nobody_reviews_their_own_emergency"
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("emergency-case", kwargs={"reference": self.referral.reference})
