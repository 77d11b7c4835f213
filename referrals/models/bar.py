import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import Unit, User
from referrals.models.referral import Referral


@pghistory.track()
class Bar(models.Model):
    """Somebody, or everybody of a unit, who is kept from a case because of a conflict of interest, until it is lifted.

    Every query of cases reads the lists that referrals/barring writes on the referral. This says why and since when.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="bars_set")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifting_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="a_bar_is_for_a_person_or_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifting_reason=""),
                name="a_bar_is_lifted_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["referral", "person"], condition=Q(lifted_at=None), name="a_person_is_barred_once"
            ),
            models.UniqueConstraint(
                fields=["referral", "unit"], condition=Q(lifted_at=None), name="a_unit_is_barred_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Bar {self.pk}"

    @property
    def whom(self) -> str:
        return str(self.person) if self.person else f"Everybody in {self.unit}"
