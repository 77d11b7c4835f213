"""Where the bytes are: under random names that say nothing, in the storage called "evidence"."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files import File
from django.core.files.storage import Storage, storages

KEPT, QUARANTINE = "kept", "quarantine"


def keep(file: "File[bytes]") -> str:
    """Answers with the name it is kept under. Reads and writes piece by piece."""
    return _storage().save(_new_name(KEPT), file)


def quarantine(name: str) -> str:
    """A copy where nothing is ever opened from. The other goes once the row says so."""
    with opened(name) as file:
        return _storage().save(_new_name(QUARANTINE), file)


@contextmanager
def opened(name: str) -> "Iterator[File[bytes]]":
    """Raises FileNotFoundError."""
    with open_for_sending(name) as file:
        yield file


def open_for_sending(name: str) -> "File[bytes]":
    """Whoever sends it closes it."""
    return _storage().open(name)


def forget(name: str) -> None:
    _storage().delete(name)


def names_of_all() -> Iterator[str]:
    for folder in (KEPT, QUARANTINE):
        yield from (f"{folder}/{name}" for name in _names_in(folder))


def kept_since(name: str) -> datetime:
    return _storage().get_modified_time(name)


def _names_in(folder: str) -> list[str]:
    try:
        return _storage().listdir(folder)[1]
    except FileNotFoundError:
        return []


def _new_name(folder: str) -> str:
    return f"{folder}/{secrets.token_hex(16)}"


def _storage() -> Storage:
    return storages["evidence"]
