"""Throw-away servers; as near to production as a test can be."""

import os

os.environ.setdefault("SECRET_KEY", "test-only-and-not-a-secret")
os.environ.setdefault("FIELD_KEYS", "dGVzdC1vbmx5LWFuZC1ub3QtYS1zZWNyZXQta2V5ISE=")

from config.settings.base import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMONSTRATION = True
# The strength of the hash is not what these tests are about; production's is asserted in its own test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
