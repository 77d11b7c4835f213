import pghistory
from django.db import models

from victims.columns import answer, choice, prose
from victims.enums import NeedKind, Welfare, WelfareState
from victims.models.person import Person


@pghistory.track()
class Need(models.Model):
    """Something this person needs, in a few words."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=NeedKind)
    note = prose()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="need_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


@pghistory.track()
class WelfareCheck(models.Model):
    """Food, water, rest, clothing, medical care: what was done about each when the person was met."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="welfare")
    item = models.CharField(max_length=12, choices=Welfare)
    state = choice(WelfareState)
    note = prose()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="welfare_item_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.pk}"


@pghistory.track()
class SupportWish(models.Model):
    """Whether an adult wants support, and what a service should know."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="support_wish")
    wants_support = answer()
    emergency_housing = answer()
    note = prose()

    class Meta:
        verbose_name_plural = "support wishes"

    def __str__(self) -> str:
        return f"Support {self.pk}"
