"""Throw-away servers; as near to production as a test can be."""

import atexit
import os
import secrets
import shutil
import tempfile

from embedded.ports import free_port

# tests/conftest.py starts servers at these addresses, never at any that the environment may name. Each process of
# the tests has a database of its own and its own numbered part of Redis.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
POSTGRES_PORT = int(os.environ.setdefault("TEST_POSTGRES_PORT", str(free_port())))
REDIS_PORT = int(os.environ.setdefault("TEST_REDIS_PORT", str(free_port())))
SERVER_PASSWORD = os.environ.setdefault("TEST_SERVER_PASSWORD", secrets.token_hex())
for name in ("DATABASE_URL_FILE", "REDIS_URL_FILE", "EVIDENCE_S3_BUCKET", "MESSAGES_ALLOWED_TO", "NOTIFY_API_KEY"):
    os.environ.pop(name, None)
os.environ["DATABASE_URL"] = f"postgresql://msreferrals_app:{SERVER_PASSWORD}@127.0.0.1:{POSTGRES_PORT}/test_{WORKER}"
os.environ["REDIS_URL"] = f"redis://:{SERVER_PASSWORD}@127.0.0.1:{REDIS_PORT}/{WORKER}"
# Made when the first file comes.
os.environ["EVIDENCE_FOLDER"] = f"{tempfile.gettempdir()}/msreferrals-evidence-{secrets.token_hex(8)}"
atexit.register(shutil.rmtree, os.environ["EVIDENCE_FOLDER"], ignore_errors=True)
os.environ["CLAMD_ADDRESS"] = ""
os.environ.setdefault("SECRET_KEY", "test-only-and-not-a-secret")
os.environ.setdefault("FIELD_KEYS", "dGVzdC1vbmx5LWFuZC1ub3QtYS1zZWNyZXQta2V5ISE=")
os.environ.setdefault("LEDGER_KEY", "dGVzdC1vbmx5LWFuZC1ub3QtYS1zZWNyZXQta2V5ISE=")
for name in ("LEDGER_ANCHOR_FOLDER", "LEDGER_ANCHOR_MAIL"):
    os.environ.pop(name, None)

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import STORAGES  # noqa: E402

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMONSTRATION = True
# Tests about the second factor turn it on; all others sign in without one.
SECOND_FACTOR_REQUIRED = False
# The strength of the hash is not what these tests are about; production's is asserted in its own test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
