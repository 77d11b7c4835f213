"""Settings come from the environment, read strictly: a bad value stops the start and names its variable."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()


def secret(name: str, default: str | None = None) -> str:
    """A secret from the variable, or from the file that NAME_FILE points at (for mounted secrets)."""
    path = env.str(f"{name}_FILE", "")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path} ({error.strerror}).") from None
    if default is None:
        return env.str(name)
    return env.str(name, default)


def database(name: str, default: str) -> dict[str, Any]:
    url = secret(name, default)
    try:
        found = dj_database_url.parse(url)
    except (ValueError, dj_database_url.UnknownSchemeError):
        raise ImproperlyConfigured(f"{name} is not a database address.") from None
    if "postgresql" not in found.get("ENGINE", ""):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address.")
    return dict(found)
