"""One machine, made-up people. `make run` starts with these."""

import os

os.environ.setdefault("SECRET_KEY", "local-only-and-not-a-secret")
os.environ.setdefault("FIELD_KEYS", "bG9jYWwtb25seS1hbmQtbm90LWEtc2VjcmV0LWtleSE=")
os.environ.setdefault("LEDGER_KEY", "bG9jYWwtb25seS1hbmQtbm90LWEtc2VjcmV0LWtleSE=")

from config.environment import text
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, EMAIL_HOST, STORAGES

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECOND_FACTOR_REQUIRED = False
DEMONSTRATION = True
# Files are served from where they lie, so that a change shows at once and nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING = {"readable": True}
if not EMAIL_HOST:
    # Nothing leaves the machine: each message becomes a file here.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / text("DATA_DIR", ".local") / "mail"
