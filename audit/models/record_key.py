import secrets

from django.db import models


def new_key() -> bytes:
    return secrets.token_bytes(32)


class RecordKey(models.Model):
    """The secret of one record's digests. Destroyed when the record is erased."""

    reference = models.CharField(max_length=40, primary_key=True)
    key = models.BinaryField(default=new_key)

    def __str__(self) -> str:
        return self.reference
