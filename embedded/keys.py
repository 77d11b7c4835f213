"""Passwords and keys that are made once for this data folder and never shown."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from embedded.data_folder import write_privately


def _password() -> str:
    return secrets.token_urlsafe(24)


def _field_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@dataclass(frozen=True)
class Keys:
    superuser: str = field(default_factory=_password)
    owner: str = field(default_factory=_password)
    application: str = field(default_factory=_password)
    redis: str = field(default_factory=_password)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    field_key: str = field(default_factory=_field_key)
    ledger_key: str = field(default_factory=_field_key)


def keys_of(folder: Path) -> Keys:
    """Those that an older folder does not have yet are added."""
    file = folder / "keys.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    keys = Keys(**known)
    if asdict(keys) != known:
        write_privately(file, json.dumps(asdict(keys)))
    return keys
