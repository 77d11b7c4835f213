import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from victims.columns import choice, line, prose
from victims.enums import BestInterestsDecision, ConsentDecision, ConsentPurpose, Explained, Manner
from victims.models.person import Person


class ConsentQuerySet(models.QuerySet["ConsentRecord"]):
    def latest_for(self, purpose: ConsentPurpose) -> "ConsentRecord | None":
        """What holds now. There is no other way to ask: an older record holds no longer."""
        return self.filter(purpose=purpose).order_by("recorded_at", "pk").last()


@pghistory.track()
class ConsentRecord(models.Model):
    """What somebody decided about one purpose, once they knew what it meant. A change of mind is a new record.

    `explained_at` is when it was explained, which may be long before it was recorded.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose)
    decision = models.CharField(max_length=20, choices=ConsentDecision)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Whom to share with."
    )
    explained = ArrayField(models.CharField(max_length=20, choices=Explained), default=list, blank=True)
    manner = choice(Manner)
    language = line(120)
    interpreter = models.CharField(max_length=200, blank=True, help_text="Name, or booking number.")
    other_help = line()
    explained_by = line()
    explained_at = models.DateTimeField(null=True, blank=True)
    their_reason = prose()
    # Ours, and never in the place of theirs.
    why_not_asked = models.TextField(blank=True, help_text="Why they cannot be asked, or were not found.")
    ask_again_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=ConsentPurpose.values, decision__in=ConsentDecision.values),
                name="consent_is_one_of_those_known",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=ConsentPurpose.SHARING) | Q(agency__isnull=False),
                name="consent_to_share_names_the_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.decision}"


@pghistory.track()
class BestInterestsRecord(models.Model):
    """For an adult who lacks capacity to decide. It is never consent, and nothing may show it as such.

    The decision is empty while it is only being prepared.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="best_interests")
    assessed_by = line()
    assessed_on = models.DateField(null=True, blank=True)
    assessment = prose()
    decided_by = line()
    consulted = prose()
    decision = choice(BestInterestsDecision)
    reasons = prose()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.decision} {self.pk}"
