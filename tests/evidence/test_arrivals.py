"""What happens to a file between the network and the store: it goes to disk in pieces, and nothing of it is left."""

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from agencies.models import Membership
from referrals.evidence.arrivals import ArrivalHandler, ArrivedFile
from referrals.models import EvidenceFile, Referral
from tests.evidence import samples
from tests.evidence.factories import address

pytestmark = pytest.mark.django_db
MOST_IN_MEMORY = 64 * 1024


class Wanted:
    view_name = "files"


class Elsewhere:
    view_name = "account_login"


class Somebody:
    is_authenticated = True


class Nobody:
    is_authenticated = False


Arrive = Callable[..., ArrivedFile]


@pytest.fixture
def arrive() -> Iterator[Arrive]:
    """What the handler makes of a file. Closed at the end, as Django closes a request."""
    with ExitStack() as stack:

        def arrived(content: bytes, *, match: Any = Wanted, user: Any = Somebody) -> ArrivedFile:
            request = RequestFactory().post("/", {"chosen": SimpleUploadedFile("a.pdf", content)})
            request.resolver_match, request.user = match, user
            stack.callback(request.close)
            found = request.FILES["chosen"]
            assert isinstance(found, ArrivedFile)
            return found

        yield arrived


def test_a_file_lies_on_disk_without_a_name_and_is_gone_when_closed(folder: Path, arrive: Arrive) -> None:
    found = arrive(b"x" * 200_000)

    at = os.readlink(f"/proc/self/fd/{found.fileno()}")
    assert at.startswith(str(folder))
    assert at.endswith("(deleted)")
    assert os.fstat(found.fileno()).st_size == 200_000
    assert os.fstat(found.fileno()).st_mode & 0o077 == 0
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    found.close()
    assert found.closed


def test_it_is_hashed_on_its_way(arrive: Arrive) -> None:
    content = os.urandom(300_000)

    found = arrive(content)

    assert (found.sha256, found.size, found.name) == (hashlib.sha256(content).hexdigest(), 300_000, "a.pdf")
    assert found.read() == content


def test_one_byte_too_many_is_told_by_the_size_and_takes_no_room(settings: Any, arrive: Arrive) -> None:
    settings.EVIDENCE_LARGEST_BYTES = 200_000

    fits, does_not = arrive(b"x" * 200_000), arrive(b"x" * 200_001)

    assert (fits.size, os.fstat(fits.fileno()).st_size) == (200_000, 200_000)
    assert (does_not.size, os.fstat(does_not.fileno()).st_size) == (200_001, 0)


@pytest.mark.parametrize("about", [{"user": Nobody}, {"match": Elsewhere}, {"match": None}])
def test_a_file_that_nobody_asked_for_is_never_written(about: dict[str, Any], folder: Path, arrive: Arrive) -> None:
    found = arrive(b"x" * 200_000, **about)

    assert (found.name, found.size, found.read()) == ("a.pdf", 200_000, b"")
    assert not folder.exists()


class Unread:
    def read(self, size: int) -> bytes:
        raise AssertionError("It was read.")


def test_a_request_larger_than_a_case_is_refused_before_it_is_read(settings: Any) -> None:
    handler = ArrivalHandler()

    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(Unread(), {}, 100 * 26_214_400 + 10 * 1024 * 1024 + 1, b"x")
    handler.handle_raw_input(Unread(), {}, 100 * 26_214_400 + 10 * 1024 * 1024, b"x")


def test_somebody_who_sends_too_much_gets_a_page_that_says_so(
    client: Client, officer: Membership, settings: Any
) -> None:
    client.raise_request_exception = False
    settings.EVIDENCE_MOST_FILES, settings.EVIDENCE_LARGEST_BYTES = 1, 100
    client.force_login(officer.user)

    response = client.post("/practice/components/", {"photograph": SimpleUploadedFile("a.jpg", b"x" * 11_000_000)})

    assert response.status_code == 413
    assert "Too large to take" in response.content.decode()


class Watched(io.BytesIO):
    """A body that notes how much of it is read at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self.most = max(self.most, len(piece))
        return piece


def test_the_largest_file_is_read_hashed_looked_at_and_kept_in_pieces(
    client: Client, officer: Membership, referral: Referral, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """From the socket to the store, no piece is larger than 64 KB."""
    client.force_login(officer.user)
    content = samples.PDF + bytes(settings.EVIDENCE_LARGEST_BYTES - len(samples.PDF))
    body = Watched(encode_multipart(BOUNDARY, {"chosen": SimpleUploadedFile("large.pdf", content)}))
    asked: list[int] = []
    monkeypatch.setattr(
        ArrivedFile, "read", property(lambda file: lambda size=-1: asked.append(size) or file.file.read(size))
    )

    response = client.generic(
        "POST",
        address(referral),
        **{"wsgi.input": body, "CONTENT_LENGTH": len(body.getvalue()), "CONTENT_TYPE": MULTIPART_CONTENT},
    )

    assert response.status_code == 302
    kept = EvidenceFile.objects.get()
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert body.most <= MOST_IN_MEMORY
    assert 0 < min(asked) <= max(asked) <= MOST_IN_MEMORY
