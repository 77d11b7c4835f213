import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.models.encounter import Encounter
from referrals.models.referral import Referral


@pghistory.track()
class SectionState(models.Model):
    """How far one section is, who saved it last, and what was typed there that is no answer yet.

    A section that people found together share has a row for the encounter; every other has one for the referral.
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="sections")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="sections",
        help_text="Empty: the section is shared by everybody found together.",
    )  # fmt: skip
    code = models.SlugField(max_length=40)
    # Rises with every save, so that a stale page is noticed instead of overwriting.
    version = models.PositiveIntegerField(default=0)
    is_complete = models.BooleanField(default=False, help_text="Whoever filled it in said that nothing is missing.")
    cannot_be_known_yet = models.BooleanField(default=False)
    # As posted, field by field, when something in it could not be read: shown again, sent nowhere.
    typed = models.JSONField(default=dict, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    # Of the page that saved last. The same page may save again without knowing the new version.
    page_key = models.CharField(max_length=22, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "code"], condition=Q(referral__isnull=False), name="section_once_per_referral"
            ),
            models.UniqueConstraint(
                fields=["encounter", "code"], condition=Q(referral__isnull=True), name="section_once_per_encounter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
