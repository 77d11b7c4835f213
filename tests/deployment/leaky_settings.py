"""Production, but for pages and tasks that do everything wrong. The visitor of the test has no phone at hand."""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.deployment.leaky"
CELERY_IMPORTS = ["tests.deployment.leaky"]
SECOND_FACTOR_REQUIRED = False
# Nobody collected its files.
STATIC_ROOT = None
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
