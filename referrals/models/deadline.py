from dataclasses import replace

import pghistory
from django.db import models
from django.db.models import F, Q

from agencies.enums import Nation
from agencies.models import User
from referrals.enums import ClockUnit, DeadlineKind
from referrals.models.referral import Referral
from referrals.models.step_taken import StepTaken
from referrals.rules.clocks import climbing, local_day
from referrals.rules.clocks.rule import Confirmed, Length, Own, Rule
from referrals.rules.clocks.table import rule_on, with_length
from victims.columns import choice


@pghistory.track()
class Deadline(models.Model):
    """By when something is due, may come, or happens, under a rule: referrals/rules/clocks. None delays sending."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rule_from = models.DateField(null=True, blank=True, help_text="Since when the rule holds that it was made by.")
    # A length that the force gave itself, where it was made by one.
    own_number = models.PositiveSmallIntegerField(null=True, blank=True)
    own_unit = choice(ClockUnit)
    # Typed from a letter, or given another day for a reason: not to be worked out anew.
    is_typed = models.BooleanField(default=False)
    started_by = models.ForeignKey(StepTaken, on_delete=models.PROTECT, null=True, blank=True, related_name="started")
    stopped_by = models.ForeignKey(StepTaken, on_delete=models.PROTECT, null=True, blank=True, related_name="stopped")
    paused_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=200, blank=True, help_text="Reference, or why it could not be done.")
    # How often it has climbed: to its owner, to the unit, to the duty supervisor.
    rung = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="deadlines_open"),
            models.Index(fields=["kind", "due_at"], condition=Q(done_at=None), name="open_deadlines_of_a_kind"),
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(done_at=None, paused_at=None, rung__lt=climbing.TOP),
                name="deadlines_to_climb",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "kind"], condition=Q(done_at=None), name="one_open_deadline_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("starts_at")), name="deadline_is_after_its_start"),
            models.CheckConstraint(
                condition=Q(own_number=None, own_unit="") | Q(own_number__gt=0) & ~Q(own_unit=""),
                name="own_length_has_a_number_and_a_unit",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.done_at is None and self.paused_at is None

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def rule(self) -> Rule | None:
        """The one it was made by. None: of a day on which none held yet."""
        found = rule_on(DeadlineKind(self.kind), local_day(self.starts_at), nation=None)
        if found and found.is_from_letter and self.is_typed:
            return replace(found, confirmed=Confirmed.BY_LETTER)
        if found is None or not self.own_number:
            return found
        length = Length(self.own_number, ClockUnit(self.own_unit))
        return with_length(found, Own(DeadlineKind(self.kind), length, self.rule_from or found.valid_from))

    @property
    def nation(self) -> Nation:
        """Whose calendar counts."""
        force = self.referral.force
        return Nation(force.nation) if force else Nation.ENGLAND
