"""Settings come from the environment, read strictly: a bad value stops the start and names its variable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from environs import Env, EnvError, validate

T = TypeVar("T")
LAST_PORT = 65535
env = Env()
# Every variable that settings have asked for. `.env.example` is held against it.
asked: set[str] = set()


class BadSetting(SystemExit):
    """Stops the start. Python prints its sentence, and no traceback that would hide it."""


def _read(name: str, default: T | None, parse: Callable[[], T], must_be: str) -> T:
    """A variable that is there but empty counts as not given: that is how container files spell it."""
    asked.add(name)
    if not env.str(name, "").strip():
        if default is None:
            raise BadSetting(f"{name} must be set.")
        return default
    try:
        return parse()
    except (EnvError, ValueError):
        # Without the value: it may be a secret that was given to the wrong name.
        raise BadSetting(f"{name} must be {must_be}.") from None


def text(name: str, default: str | None = None) -> str:
    return _read(name, default, lambda: env.str(name).strip(), "a text")


def flag(name: str, default: bool) -> bool:  # noqa: FBT001 - the default comes second, as in all of these
    return _read(name, default, lambda: env.bool(name), "true or false")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    in_range = validate.Range(least, most)
    return _read(name, default, lambda: env.int(name, validate=in_range), f"a whole number from {least} to {most}")


def words(name: str) -> list[str]:
    """A list, with commas between."""
    return _read(name, [], lambda: [word.strip() for word in env.str(name).split(",") if word.strip()], "a list")


def choice(name: str, default: str, options: list[str]) -> str:
    return _read(name, default, lambda: env.str(name, validate=validate.OneOf(options)), f"one of {', '.join(options)}")


def site(name: str, default: str) -> str:
    """A scheme and a host, perhaps a port; no path and no final slash."""

    def parse() -> str:
        found = urlsplit(env.str(name).strip())
        if found._replace(path="").geturl() != origin(found.geturl()) or found.path not in ("", "/"):
            raise ValueError
        if found.scheme not in ("http", "https") or not found.hostname or found.username or found.port == 0:
            raise ValueError
        return origin(found.geturl())

    return _read(name, default, parse, "an address such as https://referrals.example, without a path")


def socket_address(name: str, default: str) -> str:
    """Where a server listens: a host and a port, or the path of a socket."""

    def parse() -> str:
        given = env.str(name).strip()
        host, _, port = given.rpartition(":")
        if not given.startswith("/") and not (host and port.isdecimal() and 0 < int(port) <= LAST_PORT):
            raise ValueError
        return given

    return _read(name, default, parse, "a host and a port, such as clamd:3310, or the path of a socket")


def origin(url: str) -> str:
    """Where a page at this address comes from, as a browser sees it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def secret(name: str, default: str | None = None) -> str:
    """A secret from the variable, or from the file that NAME_FILE points at (for mounted secrets)."""
    path = text(f"{name}_FILE", "")
    if not path:
        return text(name, default)
    asked.add(name)
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise BadSetting(f"{name}_FILE names a file that cannot be read.") from None
    if not found and default is None:
        raise BadSetting(f"{name}_FILE names a file that is empty.")
    return found or default or ""


def database(name: str, default: str | None = None) -> dict[str, Any]:
    try:
        found = dict(dj_database_url.parse(secret(name, default)))
    except (ValueError, dj_database_url.UnknownSchemeError):
        found = {}
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found.get("NAME"):
        raise BadSetting(f"{name} must be an address such as postgresql://role:password@host:5432/database.")
    return found


def fernet_keys(name: str) -> list[str]:
    keys = [key.strip() for key in secret(name, "").split(",") if key.strip()]
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise BadSetting(f"{name} must be a list of Fernet keys: 32 bytes each, in URL-safe base 64.") from None
    return keys
