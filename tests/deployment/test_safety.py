"""Each way in which production refuses to start, and that it tells all of them at once."""

import sys
from typing import Any

import pytest

from config.safety import is_weak, reasons_not_to_start
from tests.deployment.production import VARIABLES, run

GOOD: dict[str, Any] = {
    "DEBUG": False,
    "DEMONSTRATION": False,
    "SECOND_FACTOR_REQUIRED": True,
    "SECRET_KEY": VARIABLES["SECRET_KEY"],
    "FIELD_KEYS": [VARIABLES["FIELD_KEYS"]],
    "LEDGER_KEY": VARIABLES["LEDGER_KEY"],
    "LEDGER_ANCHOR_FOLDER": "/anchors",
    "LEDGER_ANCHOR_MAIL": "",
    "SITE_URL": "https://referrals.force.test",
    "ALLOWED_HOSTS": ["referrals.force.test"],
    "TRUSTED_PROXIES": 1,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "DATABASES": {
        "default": {"HOST": "db", "USER": "msreferrals_app", "PASSWORD": "Zk3vQ8wLr2Tn5Yb7", "NAME": "referrals"}
    },
    "REDIS_URL": "redis://:Hq4xNc9dVu2Jm6Ps@broker:6379/0",
    "EMAIL_HOST": "smtp.force.test",
    "EMAIL_HOST_USER": "referrals",
    "EMAIL_HOST_PASSWORD": "Wd8sKp3zXr6Lm1Qy",
    "EMAIL_SECURITY": "starttls",
    "DEFAULT_FROM_EMAIL": "Modern slavery referrals <referrals@force.test>",
    "MESSAGES_ALLOWED_TO": None,
    "MAIL_CHANNEL": "smtp",
    "NOTIFY_API_KEY": "",
    "NOTIFY_BASE_URL": "https://api.notifications.service.gov.uk",
    "NOTIFY_EMAIL_TEMPLATE": "",
    "NOTIFY_TEXT_TEMPLATE": "",
    "OIDC_ISSUER": "https://sign-in.force.test/tenant",
    "OIDC_CLIENT_ID": "referrals",
    "OIDC_CLIENT_SECRET": "Fb7nTq2cYh5Vx9Ja",
    "BASE_DIR": "/site",
    "CLAMD_ADDRESS": "clamd:3310",
    "EVIDENCE_FOLDER": "/evidence",
    "EVIDENCE_FOLDER_IS_ENCRYPTED": True,
    "EVIDENCE_S3_BUCKET": "",
    "EVIDENCE_S3_ENDPOINT": "",
    "EVIDENCE_S3_ACCESS_KEY": "",
    "EVIDENCE_S3_SECRET_KEY": "",
    "EVIDENCE_S3_ENCRYPTION": "AES256",
}
# Messages through GOV.UK Notify.
NOTIFY: dict[str, Any] = {
    "MAIL_CHANNEL": "notify",
    "NOTIFY_API_KEY": "live-3f0d1c52-8a7b-4e6d-9c1f-2b3a4d5e6f70-7a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9",
    "NOTIFY_EMAIL_TEMPLATE": "5b9c0e1d-2f3a-4b5c-8d6e-7f8091a2b3c4",
}
# Evidence in a bucket, of Amazon's or of anybody else's.
BUCKET: dict[str, Any] = {"EVIDENCE_S3_BUCKET": "evidence", "EVIDENCE_FOLDER_IS_ENCRYPTED": False}
KEYS = {"EVIDENCE_S3_ACCESS_KEY": "site", "EVIDENCE_S3_SECRET_KEY": "Lr8nWq3cTh6Vx1Za"}


def served_by(**changes: str) -> dict[str, Any]:
    return {"DATABASES": {"default": {**GOOD["DATABASES"]["default"], **changes}}}


WEAK_DATABASE = "DATABASE_URL must hold a password of at least 12 random characters."
WEAK_BROKER = "REDIS_URL must hold a password of at least 12 random characters."
WEAK_KEY = "SECRET_KEY must be at least 50 random characters."
NO_KEYS = "FIELD_KEYS must hold a Fernet key of your own."
NOT_TLS = "SSL_REDIRECT must be true, or TLS_PROXY_HEADER must name the header in which your proxy says https."
NOT_OURS = "ALLOWED_HOSTS must include the host of SITE_URL."
COOKIES = "SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE must be true."
NO_SENDER = "DEFAULT_FROM_EMAIL must be the address that messages come from."
NOT_EVERYBODY = "MESSAGES_ALLOWED_TO must be empty: production writes to everybody who is to be told."
NO_NOTIFY_KEY = "NOTIFY_API_KEY must be a key of GOV.UK Notify: a name, and two identifiers."
NO_SCANNER = "CLAMD_ADDRESS must name the scanner: no file may be opened without it."
NO_FOLDER = "EVIDENCE_FOLDER must be the full path of a folder on a disk, outside the application's own."
IN_CLEAR = "EVIDENCE_FOLDER_IS_ENCRYPTED must be true, or EVIDENCE_S3_BUCKET must name an encrypted bucket."
ONE_KEY = "EVIDENCE_S3_ACCESS_KEY and EVIDENCE_S3_SECRET_KEY must be set together."
LOCAL_KEY = "bG9jYWwtb25seS1hbmQtbm90LWEtc2VjcmV0LWtleSE="
TEST_KEY = "dGVzdC1vbmx5LWFuZC1ub3QtYS1zZWNyZXQta2V5ISE="

NO_LEDGER_KEY = "LEDGER_KEY must be 32 random bytes, in URL-safe base 64."
NO_ANCHOR = "LEDGER_ANCHOR_FOLDER or LEDGER_ANCHOR_MAIL must say where the seals are told of."

REFUSED: list[tuple[dict[str, Any], str]] = [
    *(({"LEDGER_KEY": key}, NO_LEDGER_KEY) for key in ("", "AAAA", "not base 64", LOCAL_KEY, TEST_KEY)),
    ({"LEDGER_ANCHOR_FOLDER": ""}, NO_ANCHOR),
    (
        {"LEDGER_ANCHOR_FOLDER": "anchors"},
        "LEDGER_ANCHOR_FOLDER must be the full path of a folder, better on another machine.",
    ),
    ({"DEBUG": True}, "DEBUG must be false: its pages show data and settings."),
    ({"DEMONSTRATION": True}, "DEMONSTRATION must be false: everybody knows the password of its accounts."),
    ({"SECOND_FACTOR_REQUIRED": False}, "SECOND_FACTOR_REQUIRED must be true."),
    ({"SECRET_KEY": ""}, WEAK_KEY),
    ({"SECRET_KEY": "local-only-and-not-a-secret"}, WEAK_KEY),
    ({"SECRET_KEY": "local-only-and-not-a-secret" * 3}, WEAK_KEY),
    ({"SECRET_KEY": VARIABLES["SECRET_KEY"][:49]}, WEAK_KEY),
    ({"SECRET_KEY": "ab" * 40}, WEAK_KEY),
    ({"FIELD_KEYS": []}, NO_KEYS),
    ({"FIELD_KEYS": [VARIABLES["FIELD_KEYS"], LOCAL_KEY]}, NO_KEYS),
    ({"FIELD_KEYS": [TEST_KEY]}, NO_KEYS),
    ({"SITE_URL": "http://referrals.force.test"}, "SITE_URL must begin with https://."),
    ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS must name the hosts that the site answers to."),
    ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS must name the hosts that the site answers to, not *."),
    ({"ALLOWED_HOSTS": ["other.force.test"]}, NOT_OURS),
    ({"ALLOWED_HOSTS": [".notforce.test"]}, NOT_OURS),
    ({"SECURE_SSL_REDIRECT": False, "SECURE_PROXY_SSL_HEADER": None}, NOT_TLS),
    ({"TRUSTED_PROXIES": 0}, "TRUSTED_PROXIES must count the proxies in front, because TLS_PROXY_HEADER trusts one."),
    ({"SECURE_HSTS_SECONDS": 0}, "HSTS_SECONDS must be at least 3600."),
    ({"SESSION_COOKIE_SECURE": False}, COOKIES),
    ({"CSRF_COOKIE_SECURE": False}, COOKIES),
    (served_by(USER="", PASSWORD="Zk3vQ8wLr2Tn5Yb7"), "DATABASE_URL must name the role that serves."),
    (served_by(USER="postgres"), "DATABASE_URL must not name a superuser."),
    (served_by(PASSWORD=""), WEAK_DATABASE),
    (served_by(PASSWORD="postgres"), WEAK_DATABASE),
    (served_by(PASSWORD="password12345"), WEAK_DATABASE),
    (served_by(USER="dbuser", PASSWORD="xDBuser-9231-Kw"), WEAK_DATABASE),
    (served_by(PASSWORD="1msreferrals_app1"), WEAK_DATABASE),
    (served_by(PASSWORD="Zk3vQ8wLr2T"), WEAK_DATABASE),
    ({"REDIS_URL": "redis://127.0.0.1:6379/0"}, WEAK_BROKER),
    ({"REDIS_URL": "redis://:redisredis123@broker:6379/0"}, WEAK_BROKER),
    ({"EMAIL_HOST": ""}, "EMAIL_HOST must name the mail server: people cannot be invited without it."),
    ({"DEFAULT_FROM_EMAIL": "referrals@localhost"}, NO_SENDER),
    ({"DEFAULT_FROM_EMAIL": "Referrals <referrals@localhost>"}, NO_SENDER),
    (
        {"EMAIL_SECURITY": "none"},
        "EMAIL_SECURITY must be starttls or tls, because EMAIL_HOST_USER signs in with a password.",
    ),
    ({"EMAIL_HOST_PASSWORD": ""}, "EMAIL_HOST_PASSWORD must be set, because EMAIL_HOST_USER is."),
    ({"MESSAGES_ALLOWED_TO": []}, NOT_EVERYBODY),
    ({"MESSAGES_ALLOWED_TO": ["unit@force.test"]}, NOT_EVERYBODY),
    ({**NOTIFY, "NOTIFY_API_KEY": ""}, NO_NOTIFY_KEY),
    ({**NOTIFY, "NOTIFY_API_KEY": "live-3f0d1c52"}, NO_NOTIFY_KEY),
    ({"NOTIFY_TEXT_TEMPLATE": NOTIFY["NOTIFY_EMAIL_TEMPLATE"]}, NO_NOTIFY_KEY),
    ({**NOTIFY, "NOTIFY_EMAIL_TEMPLATE": ""}, "NOTIFY_EMAIL_TEMPLATE must be set, because MAIL_CHANNEL is notify."),
    ({**NOTIFY, "NOTIFY_BASE_URL": "http://notify.force.test"}, "NOTIFY_BASE_URL must begin with https://."),
    ({"OIDC_ISSUER": "http://sign-in.force.test"}, "OIDC_ISSUER must begin with https://."),
    ({"OIDC_ISSUER": "https:"}, "OIDC_ISSUER must begin with https://."),
    ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID must be set, because OIDC_ISSUER is."),
    ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET must be set, because OIDC_ISSUER is."),
    ({"CLAMD_ADDRESS": ""}, NO_SCANNER),
    ({"EVIDENCE_FOLDER": "/site/.local/evidence"}, NO_FOLDER),
    ({"EVIDENCE_FOLDER": "evidence"}, NO_FOLDER),
    ({"EVIDENCE_FOLDER_IS_ENCRYPTED": False}, IN_CLEAR),
    ({**BUCKET, "EVIDENCE_S3_ENDPOINT": "http://store.force.test"}, "EVIDENCE_S3_ENDPOINT must begin with https://."),
    ({**BUCKET, "EVIDENCE_S3_ENDPOINT": "store.force.test"}, "EVIDENCE_S3_ENDPOINT must begin with https://."),
    ({**BUCKET, "EVIDENCE_S3_ENCRYPTION": "none"}, "EVIDENCE_S3_ENCRYPTION must be AES256 or aws:kms."),
    ({**BUCKET, "EVIDENCE_FOLDER": "evidence"}, NO_FOLDER),
    ({**BUCKET, **KEYS, "EVIDENCE_S3_SECRET_KEY": ""}, ONE_KEY),
    ({**BUCKET, **KEYS, "EVIDENCE_S3_ACCESS_KEY": ""}, ONE_KEY),
]
ACCEPTED: list[dict[str, Any]] = [
    {},
    {"ALLOWED_HOSTS": [".force.test"]},
    {"SECURE_PROXY_SSL_HEADER": None, "TRUSTED_PROXIES": 0},
    {"SECURE_SSL_REDIRECT": False},
    served_by(HOST="/run/postgresql", PASSWORD=""),
    {"REDIS_URL": "unix:///run/valkey.sock?db=0"},
    {"EMAIL_SECURITY": "none", "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""},
    NOTIFY,
    {**NOTIFY, "MAIL_CHANNEL": "smtp", "NOTIFY_TEXT_TEMPLATE": NOTIFY["NOTIFY_EMAIL_TEMPLATE"]},
    {"OIDC_ISSUER": "", "OIDC_CLIENT_ID": "", "OIDC_CLIENT_SECRET": ""},
    {"CLAMD_ADDRESS": "/run/clamav/clamd.sock"},
    BUCKET,
    {**BUCKET, **KEYS, "EVIDENCE_S3_ENDPOINT": "https://store.force.test"},
    {**BUCKET, "EVIDENCE_S3_ENCRYPTION": "aws:kms"},
    {"EVIDENCE_S3_ENCRYPTION": "none"},
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED)
def test_production_refuses_each_unsafe_setting(changes: dict[str, Any], reason: str) -> None:
    assert reasons_not_to_start({**GOOD, **changes}) == [reason]


@pytest.mark.parametrize("changes", ACCEPTED)
def test_production_starts_with_safe_settings(changes: dict[str, Any]) -> None:
    assert reasons_not_to_start({**GOOD, **changes}) == []


def test_a_secret_that_nobody_could_guess_is_not_weak() -> None:
    assert not is_weak("Zk3vQ8wLr2Tn5Yb7", 12, "msreferrals_app")


def test_production_without_any_settings_tells_everything_that_is_missing_and_shows_no_traceback() -> None:
    told = run(sys.executable, "manage.py", "check", DJANGO_SETTINGS_MODULE="config.settings.production")

    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        WEAK_KEY,
        NO_KEYS,
        "SITE_URL must begin with https://.",
        "ALLOWED_HOSTS must name the hosts that the site answers to.",
        "DATABASE_URL must name the role that serves.",
        WEAK_DATABASE,
        WEAK_BROKER,
        "EMAIL_HOST must name the mail server: people cannot be invited without it.",
        NO_SENDER,
        NO_SCANNER,
        NO_FOLDER,
        IN_CLEAR,
        NO_LEDGER_KEY,
        NO_ANCHOR,
    ]


def test_the_deployment_check_has_nothing_to_say_about_production_settings() -> None:
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    told = run(*command, **VARIABLES)

    assert (told.returncode, told.stdout) == (0, "System check identified no issues (0 silenced).\n"), told.stderr


STARTERS = {
    "web": ["granian", "--interface", "wsgi", "--port", "8201", "config.wsgi:application"],
    "worker": ["celery", "-A", "config", "worker"],
    "beat": ["celery", "-A", "config", "beat"],
}


@pytest.mark.parametrize("name", STARTERS)
def test_every_program_stops_with_one_sentence_when_a_setting_is_bad(name: str) -> None:
    told = run(*STARTERS[name], **{**VARIABLES, "HSTS_SECONDS": "a year"})

    assert told.returncode == 1
    assert told.stderr == "HSTS_SECONDS must be a whole number from 0 to 2147483647.\n"
