"""A folder of its own for each test, and a private scanner that knows one harmless signature."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import Storage, storages

from agencies.enums import Role
from agencies.models import Membership
from embedded.ports import free_port
from referrals.models import Referral
from tests.deployment.production import running
from tests.evidence.samples import EICAR
from tests.factories import MembershipFactory, referral_of

FOUND = "Test-Signature.UNOFFICIAL"
# What it takes and what it looks at, in bytes, so that a test need not send more than a hundred megabytes.
SCANNER_TAKES = 2_000_000
SCANNER_LOOKS_AT = 1_500_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    kept = tmp_path / "evidence"
    settings.EVIDENCE_FOLDER = str(kept)
    evidence = settings.STORAGES["evidence"]
    options = {**evidence["OPTIONS"], "location": str(kept)}
    settings.STORAGES = {**settings.STORAGES, "evidence": {**evidence, "OPTIONS": options}}
    return kept


@pytest.fixture
def store() -> Storage:
    return storages["evidence"]


@pytest.fixture
def officer() -> Membership:
    made: Membership = MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="Dana Whitlock")
    return made


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


def start_clamd(place: Path, **more: object) -> tuple[str, Any]:
    signatures = place / "signatures"
    signatures.mkdir()
    (signatures / "test.ndb").write_text(f"Test-Signature:0:*:{EICAR.hex()}\n")
    port = free_port()
    said = {
        "Foreground": "yes",
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "DatabaseDirectory": signatures,
        "TemporaryDirectory": place,
        "StreamMaxLength": SCANNER_TAKES,
        "MaxFileSize": SCANNER_LOOKS_AT,
        "AlertExceedsMax": "yes",
        **more,
    }
    conf = place / "clamd.conf"
    conf.write_text("".join(f"{name} {value}\n" for name, value in said.items()))
    command = [shutil.which("clamd") or "", "--foreground", f"--config-file={conf}"]
    return f"127.0.0.1:{port}", running(command, {}, place / "clamd.log", until=lambda: _listens(port))


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def clamd_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    address, started = start_clamd(tmp_path_factory.mktemp("clamd"))
    with started:
        yield address


@pytest.fixture
def clamd(clamd_address: str, settings: Any) -> str:
    settings.CLAMD_ADDRESS = clamd_address
    return clamd_address
