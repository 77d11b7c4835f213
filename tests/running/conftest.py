import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Where anyone may go, unlike the usual temporary folder of a test."""
    folder = Path(tempfile.mkdtemp(prefix="msreferrals-run-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
