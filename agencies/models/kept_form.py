from django.db import models

from agencies.models.agency import Agency
from agencies.models.user import User


class KeptForm(models.Model):
    """What somebody sent after their session had ended: sealed, for nobody but them, and for a day at most."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="kept_forms")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=2000)
    route = models.CharField(max_length=100)
    fields = models.BinaryField()
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.route} {self.pk}"
