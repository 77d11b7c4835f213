"""Why production may not start with the settings it was given. Every reason at once, each naming its variable."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from audit.sealing.keys import key_of

Settings = Mapping[str, Any]

SHORTEST_PASSWORD = 12
SHORTEST_SECRET_KEY = 50
SHORTEST_HSTS = 3600
# Compared without regard to capitals, and also inside longer secrets.
GIVEAWAYS = (
    "not-a-secret",
    "django-insecure",
    "changeme",
    "change-me",
    "example",
    "password",
    "postgres",
    "msreferrals",
)
# The keys of local and test settings, which everybody can read.
KNOWN_KEYS = ("bG9jYWwtb25seS1hbmQtbm90LWEtc2VjcmV0LWtleSE=", "dGVzdC1vbmx5LWFuZC1ub3QtYS1zZWNyZXQta2V5ISE=")
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NOTIFY_KEY = re.compile(f"(.+-)?{_UUID}-{_UUID}")


def reasons_not_to_start(settings: Settings) -> list[str]:
    parts = (_modes, _secrets, _addresses, _transport, _servers, _mail, _notify, _single_sign_on, _evidence, _ledger)
    return [reason for part in parts for reason in part(settings)]


def is_weak(secret: str, least: int, *names: str) -> bool:
    """Short, of few different characters, or with one of the words that everybody tries."""
    lowered = secret.lower()
    given_away = any(word in lowered for word in GIVEAWAYS) or any(name and name.lower() in lowered for name in names)
    return len(secret) < least or len(set(secret)) < least // 3 or given_away


def _told(pairs: Iterable[tuple[bool, str]]) -> Iterator[str]:
    return (sentence for is_wrong, sentence in pairs if is_wrong)


def _modes(settings: Settings) -> Iterator[str]:
    return _told(
        [
            (settings["DEBUG"], "DEBUG must be false: its pages show data and settings."),
            (settings["DEMONSTRATION"], "DEMONSTRATION must be false: everybody knows the password of its accounts."),
            (not settings["SECOND_FACTOR_REQUIRED"], "SECOND_FACTOR_REQUIRED must be true."),
        ]
    )


def _secrets(settings: Settings) -> Iterator[str]:
    keys = settings["FIELD_KEYS"]
    return _told(
        [
            (
                is_weak(settings["SECRET_KEY"], SHORTEST_SECRET_KEY),
                f"SECRET_KEY must be at least {SHORTEST_SECRET_KEY} random characters.",
            ),
            (not keys or not set(keys).isdisjoint(KNOWN_KEYS), "FIELD_KEYS must hold a Fernet key of your own."),
        ]
    )


def _addresses(settings: Settings) -> Iterator[str]:
    hosts = settings["ALLOWED_HOSTS"]
    ours = urlsplit(settings["SITE_URL"])
    is_known = any(ours.hostname == host or (host[:1] == "." and f".{ours.hostname}".endswith(host)) for host in hosts)
    return _told(
        [
            (ours.scheme != "https", "SITE_URL must begin with https://."),
            (not hosts, "ALLOWED_HOSTS must name the hosts that the site answers to."),
            ("*" in hosts, "ALLOWED_HOSTS must name the hosts that the site answers to, not *."),
            (bool(hosts) and "*" not in hosts and not is_known, "ALLOWED_HOSTS must include the host of SITE_URL."),
        ]
    )


def _transport(settings: Settings) -> Iterator[str]:
    header = settings["SECURE_PROXY_SSL_HEADER"]
    return _told(
        [
            (
                not settings["SECURE_SSL_REDIRECT"] and not header,
                "SSL_REDIRECT must be true, or TLS_PROXY_HEADER must name the header in which your proxy says https.",
            ),
            (
                bool(header) and not settings["TRUSTED_PROXIES"],
                "TRUSTED_PROXIES must count the proxies in front, because TLS_PROXY_HEADER trusts one.",
            ),
            (
                settings["SECURE_HSTS_SECONDS"] < SHORTEST_HSTS,
                f"HSTS_SECONDS must be at least {SHORTEST_HSTS}.",
            ),
            (
                not (settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]),
                "SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE must be true.",
            ),
        ]
    )


def _servers(settings: Settings) -> Iterator[str]:
    server = settings["DATABASES"]["default"]
    role, password = server["USER"], server["PASSWORD"]
    # Over a socket PostgreSQL knows the account that connects, and no password is needed.
    by_account = server["HOST"][:1] in ("", "/") and not password
    broker = urlsplit(settings["REDIS_URL"])
    return _told(
        [
            (not role, "DATABASE_URL must name the role that serves."),
            (role == "postgres", "DATABASE_URL must not name a superuser."),
            (
                not by_account and is_weak(password, SHORTEST_PASSWORD, role, server["NAME"]),
                f"DATABASE_URL must hold a password of at least {SHORTEST_PASSWORD} random characters.",
            ),
            (
                broker.scheme != "unix"
                and is_weak(unquote(broker.password or ""), SHORTEST_PASSWORD, "redis", "valkey"),
                f"REDIS_URL must hold a password of at least {SHORTEST_PASSWORD} random characters.",
            ),
        ]
    )


def _mail(settings: Settings) -> Iterator[str]:
    in_clear = settings["EMAIL_SECURITY"] == "none" and bool(settings["EMAIL_HOST_USER"])
    return _told(
        [
            (not settings["EMAIL_HOST"], "EMAIL_HOST must name the mail server: people cannot be invited without it."),
            (
                settings["DEFAULT_FROM_EMAIL"].rstrip(">").endswith("@localhost"),
                "DEFAULT_FROM_EMAIL must be the address that messages come from.",
            ),
            (in_clear, "EMAIL_SECURITY must be starttls or tls, because EMAIL_HOST_USER signs in with a password."),
            (
                bool(settings["EMAIL_HOST_USER"]) and not settings["EMAIL_HOST_PASSWORD"],
                "EMAIL_HOST_PASSWORD must be set, because EMAIL_HOST_USER is.",
            ),
            (
                settings["MESSAGES_ALLOWED_TO"] is not None,
                "MESSAGES_ALLOWED_TO must be empty: production writes to everybody who is to be told.",
            ),
        ]
    )


def _notify(settings: Settings) -> Iterator[str]:
    """GOV.UK Notify: all of it, or nothing."""
    key, by_mail = settings["NOTIFY_API_KEY"], settings["MAIL_CHANNEL"] == "notify"
    is_used = by_mail or bool(settings["NOTIFY_TEXT_TEMPLATE"])
    return _told(
        [
            (
                is_used and not NOTIFY_KEY.fullmatch(key),
                "NOTIFY_API_KEY must be a key of GOV.UK Notify: a name, and two identifiers.",
            ),
            (
                by_mail and not settings["NOTIFY_EMAIL_TEMPLATE"],
                "NOTIFY_EMAIL_TEMPLATE must be set, because MAIL_CHANNEL is notify.",
            ),
            (
                is_used and urlsplit(settings["NOTIFY_BASE_URL"]).scheme != "https",
                "NOTIFY_BASE_URL must begin with https://.",
            ),
        ]
    )


def _single_sign_on(settings: Settings) -> Iterator[str]:
    issuer = settings["OIDC_ISSUER"]
    if not issuer:
        return iter(())
    return _told(
        [
            (
                urlsplit(issuer).scheme != "https" or not urlsplit(issuer).netloc,
                "OIDC_ISSUER must begin with https://.",
            ),
            (not settings["OIDC_CLIENT_ID"], "OIDC_CLIENT_ID must be set, because OIDC_ISSUER is."),
            (not settings["OIDC_CLIENT_SECRET"], "OIDC_CLIENT_SECRET must be set, because OIDC_ISSUER is."),
        ]
    )


def _evidence(settings: Settings) -> Iterator[str]:
    """It is kept encrypted, and nobody opens what was not checked."""
    bucket, folder = settings["EVIDENCE_S3_BUCKET"], settings["EVIDENCE_FOLDER"]
    endpoint, encryption = settings["EVIDENCE_S3_ENDPOINT"], settings["EVIDENCE_S3_ENCRYPTION"]
    keys = (settings["EVIDENCE_S3_ACCESS_KEY"], settings["EVIDENCE_S3_SECRET_KEY"])
    in_application = Path(folder).is_relative_to(settings["BASE_DIR"])
    return _told(
        [
            (not settings["CLAMD_ADDRESS"], "CLAMD_ADDRESS must name the scanner: no file may be opened without it."),
            (
                in_application or not Path(folder).is_absolute(),
                "EVIDENCE_FOLDER must be the full path of a folder on a disk, outside the application's own.",
            ),
            (
                not bucket and not settings["EVIDENCE_FOLDER_IS_ENCRYPTED"],
                "EVIDENCE_FOLDER_IS_ENCRYPTED must be true, or EVIDENCE_S3_BUCKET must name an encrypted bucket.",
            ),
            (
                bool(bucket and endpoint) and urlsplit(endpoint).scheme != "https",
                "EVIDENCE_S3_ENDPOINT must begin with https://.",
            ),
            (bool(bucket) and encryption == "none", "EVIDENCE_S3_ENCRYPTION must be AES256 or aws:kms."),
            (
                bool(bucket) and any(keys) and not all(keys),
                "EVIDENCE_S3_ACCESS_KEY and EVIDENCE_S3_SECRET_KEY must be set together.",
            ),
        ]
    )


def _ledger(settings: Settings) -> Iterator[str]:
    """Whoever has the database must not be able to seal it, nor to change what was told of its seals."""
    key, folder = settings["LEDGER_KEY"], settings["LEDGER_ANCHOR_FOLDER"]
    return _told(
        [
            (
                key in KNOWN_KEYS or not _is_a_ledger_key(key),
                "LEDGER_KEY must be 32 random bytes, in URL-safe base 64.",
            ),
            (
                not folder and not settings["LEDGER_ANCHOR_MAIL"],
                "LEDGER_ANCHOR_FOLDER or LEDGER_ANCHOR_MAIL must say where the seals are told of.",
            ),
            (
                bool(folder) and not Path(folder).is_absolute(),
                "LEDGER_ANCHOR_FOLDER must be the full path of a folder, better on another machine.",
            ),
        ]
    )


def _is_a_ledger_key(text: str) -> bool:
    try:
        key_of(text)
    except ValueError:
        return False
    return True
