from django.db import models


class ScheduledRun(models.Model):
    """When a task of the schedule last ran well."""

    name = models.CharField(max_length=80, unique=True)
    noted_at = models.DateTimeField(help_text="Since when it is expected to run.")
    last_good_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When administrators were last told it is overdue.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
