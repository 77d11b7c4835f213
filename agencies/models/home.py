from django.db import models

from agencies.models.membership import Membership
from agencies.models.user import User


class HomePostcode(models.Model):
    """Where a colleague lives, as their agency knows it: sealed, shown to nobody, and compared with the addresses of
    cases that they opened.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="home")
    sealed = models.BinaryField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.membership_id}"
