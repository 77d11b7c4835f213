import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from agencies.models import Membership
from referrals.enums import FileState
from referrals.evidence import actions, store
from referrals.evidence.arrivals import ArrivedFile
from referrals.models import EvidenceFile, Referral
from tests.evidence import samples
from tests.factories import actor_of

NOW = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)


def arrived(name: str, content: bytes) -> ArrivedFile:
    """As the handler leaves it."""
    return ArrivedFile(io.BytesIO(content), name, len(content), hashlib.sha256(content).hexdigest())


def add(
    referral: Referral, by: Membership, name: str = "letter.pdf", content: bytes = b"", **facts: Any
) -> EvidenceFile:
    """Through the action. Whatever is not said otherwise is a PDF that no other is like."""
    content = content or samples.pdf(name)
    file = actions.add_file(referral.pk, arrived(name, content), by=actor_of(by), at=NOW)
    if facts:
        EvidenceFile.objects.filter(pk=file.pk).update(**facts)
        file.refresh_from_db()
    return file


def add_clean(referral: Referral, by: Membership, name: str = "letter.pdf", **facts: Any) -> EvidenceFile:
    return add(referral, by, name, state=FileState.CLEAN, scanned_at=NOW, **facts)


def kept(file: EvidenceFile) -> bytes:
    with store.opened(file.stored_as) as stream:
        return stream.read()


def address(referral: Referral, file: EvidenceFile | None = None, name: str = "") -> str:
    if file is None:
        return reverse("files", kwargs={"reference": referral.reference})
    return reverse(name or "file", kwargs={"reference": referral.reference, "key": file.key})


def read(response: Any) -> bytes:
    """To its end, which is where the test client lets go of it."""
    assert response.status_code == 200
    return b"".join(response.streaming_content)
