"""Secrets: made here, kept only as a digest, or sealed so that reading the database is not enough."""

import hashlib
import secrets

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def seal(plain: bytes) -> bytes:
    """With the first of the installation's keys."""
    return _keys().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """With whichever key it was sealed. Raises InvalidToken."""
    return _keys().decrypt(sealed)


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
