from django.db import models

from referrals.models.sending import Sending


class SentCopy(models.Model):
    """What went to the Home Office, as it was then. Its fingerprint shows that nobody changed it since."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="copy")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sent copies"

    def __str__(self) -> str:
        return f"Sent copy {self.pk}"
