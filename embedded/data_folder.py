"""Where this installation keeps what it knows. One start at a time may use it, and nobody else may change it."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.program import NotStarted

BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """The claim ends with this process, however it ends."""
    if not folder.is_dir():
        _make(folder)
    _require_ours(folder)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotStarted(
                f"The data folder {folder} is in use by process {lock.read()}. Stop that one, or give another DATA_DIR."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _close_what_an_earlier_version_left_open(folder)
        yield


def write_privately(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by anybody else, nor through a link that somebody left here."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as written:
        written.write(text)
    fresh.rename(file)


def _make(folder: Path) -> None:
    """For us alone; but started by root, PostgreSQL runs as somebody else and must get through to its own folder."""
    if not folder.parent.exists():
        _make(folder.parent)
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        folder.chmod(0o711)


def _require_ours(folder: Path) -> None:
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise NotStarted(f"The data folder {folder} belongs to another user. Give another DATA_DIR.")
    if found.st_mode & BY_OTHERS:
        raise NotStarted(
            f"Others may write in the data folder {folder}. Run chmod go-w on it, or give another DATA_DIR."
        )


def _close_what_an_earlier_version_left_open(folder: Path) -> None:
    for part in (folder / "mail", folder / "redis", *folder.glob("*.log")):
        if part.exists():
            part.chmod(part.stat().st_mode & stat.S_IRWXU)
