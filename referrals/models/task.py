import pghistory
from django.db import models
from django.db.models import Q

from agencies.models import User
from referrals.models.referral import Referral


@pghistory.track()
class Task(models.Model):
    """Something that somebody named is to do for a case by a day."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="open_tasks_of_an_owner")]

    def __str__(self) -> str:
        return f"Task {self.pk}"
