from django.db import models

# What somebody must not change is refused by triggers and rights, as for the ledger itself: see audit.triggers.


class Seal(models.Model):
    """Says of all lines from `first` to `last` that they were so. See audit.sealing.seals.Statement for its parts.

    `leaves`: the hash of each line in their order, so that one which was changed can be named.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    hash = models.BinaryField()
    signature = models.BinaryField()
    key = models.BinaryField(help_text="The public one, which is anchored with the seal.")
    leaves = models.BinaryField()

    def __str__(self) -> str:
        return f"Seal {self.number} of lines {self.first} to {self.last}"


class Anchored(models.Model):
    """How far an anchor outside the system knows the seals."""

    store = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.store}: {self.number}"
