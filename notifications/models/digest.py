from django.db import models

from agencies.models import User


class Digest(models.Model):
    """One day's e-mail to one person. That there is a row for the day is why there is never a second."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
