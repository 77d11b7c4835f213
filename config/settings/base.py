"""What every installation shares. Each environment adds to it; see local, test and production."""

from pathlib import Path

from config.environment import database, fernet_keys, flag, number, origin, secret, site, text, words
from config.settings.evidence import *  # noqa: F403
from config.settings.evidence import evidence_storage
from config.settings.mail import *  # noqa: F403 - a part of this file, cut off for its size
from config.settings.sign_in import *  # noqa: F403
from config.settings.sign_in import OIDC_ISSUER

BASE_DIR = Path(__file__).resolve().parents[2]

# Production says what is missing, all at once: see config/safety.py.
SECRET_KEY = secret("SECRET_KEY", "")
# Keys for the keyed digests, kept forms and sealed values; the first encrypts, all decrypt.
FIELD_KEYS = fernet_keys("FIELD_KEYS")
# What links in messages begin with. Never taken from a request.
SITE_URL = site("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
DEBUG = flag("DEBUG", False)
# How many proxies of our own stand in front, each adding one address to X-Forwarded-For.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", 0)
# Made-up people, and the accounts that are printed on the start page. Never outside local and test settings.
DEMONSTRATION = flag("DEMONSTRATION", False)

INSTALLED_APPS = [
    "audit",
    "agencies",
    "notifications",
    "victims",
    "referrals",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "pgtrigger",
    "pghistory",
]

# The first ones set headers, so that they are on whatever comes from further in: pages, files, refusals, errors.
MIDDLEWARE = [
    "config.headers.harden",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.health.answer_probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "audit.middleware.remember_origin",
    "config.journal.log_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "agencies.shell.middleware.explain_bare_refusals",
    "allauth.account.middleware.AccountMiddleware",
    # These decide who goes on, in this order: a session that is alive, a person, a second factor, an agency.
    "agencies.doors.middleware.EndOldSessions",
    "agencies.doors.middleware.SignInRequired",
    "agencies.doors.middleware.SecondFactorRequired",
    "agencies.middleware.RecordRefusals",
    "agencies.middleware.WhoIsAsking",
]

# What each part of the house adds to the home page, in this order.
HOME_PARTS = [
    "notifications.home.to_do",
    "notifications.desk.home.to_do",
    "agencies.home.kept.to_do",
    "agencies.home.invitations.to_do",
    "referrals.emergency.home.to_do",
    "referrals.home.to_do",
    "agencies.home.administration.to_do",
]

# Who may see what a notice is about: what notifications asks of the rooms above.
NOTICE_SUBJECTS = "referrals.readers"
# What runs on a schedule, and how often each web process looks whether it does.
SCHEDULE = "config.schedule"
# Signs the seals of the ledger. Where they are told of, outside this system: a folder, an address, or both.
LEDGER_KEY = secret("LEDGER_KEY", "")
LEDGER_ANCHOR_FOLDER = text("LEDGER_ANCHOR_FOLDER", "")
LEDGER_ANCHOR_MAIL = text("LEDGER_ANCHOR_MAIL", "")
WATCH_EVERY_SECONDS = number("WATCH_EVERY_SECONDS", 60, least=1)

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.shell.frame.frame",
                "notifications.inbox.frame.unread",
                "agencies.doors.frame.idle",
                "agencies.doors.frame.passkeys",
            ],
        },
    }
]

# The role that serves may not change the ledger. `migrate` and `grant_rights` are started with DATABASE_URL set to
# DATABASE_OWNER_URL, and only then are the two the same.
SERVER = database("DATABASE_URL", "postgresql://127.0.0.1/referrals")
ACTS_AS_OWNER = secret("DATABASE_URL", "") == secret("DATABASE_OWNER_URL", "") != ""
DATABASE_APPLICATION_ROLE = text("DATABASE_APPLICATION_ROLE", "msreferrals_app")
# Only the web processes keep a pool; a worker holds one connection.
POOL = number("DATABASE_POOL", 0)
DATABASES = {
    "default": {
        **SERVER,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # Joins stand in a good order. Beyond five, to look for a better one takes longer than the answer.
            "options": "-c join_collapse_limit=5",
            # How often a connection sees a statement of agencies.statements before it keeps it prepared.
            "prepare_threshold": 5,
            **SERVER.get("OPTIONS", {}),
            **({"pool": {"min_size": 1, "max_size": POOL, "timeout": 10}} if POOL else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = secret("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 3},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/London"
# A task leaves the queue when it is done, and so may run twice. One that its worker did not finish comes back after the
# visibility timeout, which therefore is longer than any task may last.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_connect_timeout": 2, "socket_timeout": 3}

CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
# A layout that names a field the form does not have is a mistake, and says so.
CRISPY_FAIL_SILENTLY = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "evidence": evidence_storage(),
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Kept on the server: a message may name a person, and a cookie may not.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "agencies.doors.views.late.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Not no-referrer: with it browsers send a form's Origin as "null", and the check against forgery refuses the form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # Signing in at the force's own page starts from a form of ours.
        "form-action": ["'self'", *([origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

LOGGING_CONFIG = "config.logging.configure"
LOGGING = {"readable": False}
