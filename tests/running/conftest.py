import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.installations import Installation


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """Where anyone may go, unlike the usual temporary folder of a test."""
    folder = Path(tempfile.mkdtemp(prefix="msreferrals-run-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def data(place: Path) -> Path:
    """Of an installation that ran, in which something was written, and that was stopped."""
    installation = Installation(place / "data")
    installation.start()
    installation.as_owner("INSERT INTO audit_recordkey (reference, key) VALUES ('kept', '\\x00')")
    assert installation.stop(signal.SIGTERM) == 0
    return place / "data"
