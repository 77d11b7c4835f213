"""Scanning, with a real scanner that knows one harmless signature."""

import base64
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery.exceptions import Retry
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agencies.models import Membership
from audit.enums import Operation
from audit.models import Entry
from embedded.ports import free_port
from notifications.models import Notice
from referrals.enums import FileState, ScanTrouble
from referrals.evidence import queries, scanner, scanning, store, tasks
from referrals.evidence.scanner import ScannerDown, TooLargeToScan
from referrals.models import EvidenceFile, Referral
from tests.deployment.production import wait
from tests.evidence import samples
from tests.evidence.conftest import FOUND, SCANNER_LOOKS_AT, SCANNER_TAKES, start_clamd
from tests.evidence.factories import NOW, add, address, kept, read
from tests.factories import MembershipFactory, UnitFactory

INFECTED = b"They gave me this.\n" + samples.EICAR
needs_clamd = pytest.mark.needs("clamd")


@pytest.fixture
def silent(settings: Any) -> str:
    """Nobody listens there."""
    settings.CLAMD_ADDRESS = f"127.0.0.1:{free_port()}"
    return str(settings.CLAMD_ADDRESS)


def scan(file: EvidenceFile) -> EvidenceFile:
    tasks.scan_file(pk=file.pk)
    file.refresh_from_db()
    return file


# The scanner itself


@needs_clamd
def test_it_tells_what_it_finds_and_that_it_found_nothing(clamd: str) -> None:
    assert scanner.scan([b"They gave me ", b"this.\n"]) == ""
    assert scanner.scan([INFECTED[:40], INFECTED[40:]]) == FOUND
    assert scanner.scan([]) == ""
    assert scanner.answers()


@needs_clamd
def test_it_reads_a_file_of_many_pieces_to_its_end(clamd: str) -> None:
    """Larger than any buffer on the way: what is lost on the way would be found nowhere."""
    filler = [bytes(65_536)] * 20

    assert scanner.scan([*filler, samples.EICAR]) == FOUND


@needs_clamd
@pytest.mark.parametrize("size", [2 * SCANNER_TAKES, SCANNER_LOOKS_AT + 1])
def test_a_file_that_it_does_not_look_at_is_neither_clean_nor_infected(size: int, clamd: str) -> None:
    with pytest.raises(TooLargeToScan):
        scanner.scan([*[bytes(65_536)] * (size // 65_536), bytes(size % 65_536)])


@needs_clamd
def test_a_scanner_behind_a_socket_file_is_asked_the_same_way(tmp_path: Path, settings: Any) -> None:
    _, started = start_clamd(tmp_path, LocalSocket=tmp_path / "clamd.sock")
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd.sock")

    with started:
        assert scanner.scan([samples.EICAR]) == FOUND


@contextmanager
def answering(said: bytes) -> Iterator[str]:
    """Somebody who says only this, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    "said", [b"", b"stream: \0", b"stream: Can't open file ERROR\0", b"HTTP/1.1 400 Bad Request\r\n", b"OK"]
)
def test_whatever_is_no_clear_answer_passes_nothing(said: bytes, settings: Any) -> None:
    with answering(said) as settings.CLAMD_ADDRESS, pytest.raises(ScannerDown):
        scanner.scan([])


def test_nobody_there_is_a_scanner_that_is_down(silent: str, tmp_path: Path, settings: Any) -> None:
    for address_ in (silent, str(tmp_path / "none.sock"), ""):
        settings.CLAMD_ADDRESS = address_
        assert not scanner.answers()
        with pytest.raises(ScannerDown):
            scanner.scan([b"a"])


# What becomes of a file


@needs_clamd
@pytest.mark.django_db
def test_a_clean_file_can_be_opened_from_then_on(
    clamd: str, client: Client, officer: Membership, referral: Referral
) -> None:
    client.force_login(officer.user)
    file = add(referral, officer)
    assert client.get(address(referral, file)).status_code == 403

    scan(file)

    assert (file.state, file.finding, file.trouble) == (FileState.CLEAN, "", "")
    assert file.scanned_at
    assert read(client.get(address(referral, file))) == kept(file)
    assert Entry.objects.get(event="file.scanned").reference == referral.reference


@needs_clamd
@pytest.mark.django_db
def test_an_infected_file_is_locked_away_named_and_everybody_on_the_case_is_told(
    clamd: str,
    client: Client,
    officer: Membership,
    referral: Referral,
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    holder, owner, adder = (MembershipFactory(agency=officer.agency) for _ in range(3))
    unit = UnitFactory(agency=officer.agency)
    Referral.objects.filter(pk=referral.pk).update(holder=holder.user, owner=owner.user, unit=unit)
    file = add(referral, officer, "gift.txt", INFECTED, added_by=adder.user)
    before = file.stored_as

    with django_capture_on_commit_callbacks(execute=True):
        scan(file)

    assert (file.state, file.finding) == (FileState.INFECTED, FOUND)
    assert file.stored_as.startswith("quarantine/")
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()] == [file.stored_as]
    assert not (folder / before).exists()
    assert kept(file) == INFECTED
    told = {(notice.kind, notice.occasion, notice.unit or notice.person) for notice in Notice.objects.all()}
    everybody = [officer.user, holder.user, owner.user, adder.user, unit]
    assert told == {("file_infected", str(file.key), somebody) for somebody in everybody}
    assert Entry.objects.get(event="file.infected").operation == Operation.SECURITY
    client.force_login(officer.user)
    assert client.get(address(referral, file)).status_code == 403
    assert f"The scanner found {FOUND} on" in client.get(address(referral)).content.decode()


@needs_clamd
@pytest.mark.django_db
def test_scanning_twice_changes_and_tells_nothing_more(clamd: str, officer: Membership, referral: Referral) -> None:
    clean, infected = add(referral, officer), add(referral, officer, "gift.txt", INFECTED)
    for file in (clean, infected):
        scan(file)
    before = list(EvidenceFile.objects.order_by("pk").values())

    for file in (clean, infected):
        scan(file)

    assert list(EvidenceFile.objects.order_by("pk").values()) == before
    assert Notice.objects.filter(kind="file_infected").count() == 1
    assert Entry.objects.filter(event__in=["file.scanned", "file.infected"]).count() == 2


@needs_clamd
@pytest.mark.django_db
@pytest.mark.parametrize(("content", "kept_under"), [(samples.TXT, "kept"), (INFECTED, "quarantine")])
def test_of_two_scans_at_the_same_moment_the_first_decides(
    content: bytes,
    kept_under: str,
    clamd: str,
    officer: Membership,
    referral: Referral,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    file = add(referral, officer, "gift.txt", content)
    ask = scanner.scan

    def ask_while_somebody_else_decides(pieces: Any) -> str:
        found = ask(pieces)
        monkeypatch.setattr(scanner, "scan", ask)
        scanning.scan(file.pk, at=NOW)
        return found

    monkeypatch.setattr(scanner, "scan", ask_while_somebody_else_decides)

    scan(file)

    assert file.scanned_at == NOW
    assert Entry.objects.filter(event__in=["file.scanned", "file.infected"]).count() == 1
    assert len(list((folder / kept_under).iterdir())) == 1


@needs_clamd
@pytest.mark.django_db
def test_a_file_that_was_taken_out_is_scanned_all_the_same(clamd: str, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer, superseded_at=NOW, superseded_by=officer.user, superseded_reason="Twice.")

    assert scan(file).state == FileState.CLEAN


@needs_clamd
@pytest.mark.django_db
def test_what_is_not_as_it_arrived_is_never_called_clean(clamd: str, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer, sha256="0" * 64)

    assert (scan(file).state, file.trouble) == (FileState.WAITING, ScanTrouble.CHANGED)


@needs_clamd
@pytest.mark.django_db
def test_what_is_gone_or_too_large_waits_and_says_why(clamd: str, officer: Membership, referral: Referral) -> None:
    gone = add(referral, officer)
    store.forget(gone.stored_as)
    large = add(referral, officer, "large.pdf", samples.PDF + bytes(2 * SCANNER_TAKES))

    assert (scan(gone).state, gone.trouble) == (FileState.WAITING, ScanTrouble.MISSING)
    assert (scan(large).state, large.trouble) == (FileState.WAITING, ScanTrouble.TOO_LARGE)


@needs_clamd
@pytest.mark.django_db
def test_what_had_trouble_is_plainly_clean_once_it_is_scanned(
    clamd: str, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, trouble=ScanTrouble.UNREACHABLE)

    assert (scan(file).state, file.trouble) == (FileState.CLEAN, "")


# While the scanner is down


@pytest.mark.django_db
def test_while_the_scanner_is_down_files_wait_visibly_and_the_task_is_tried_again(
    silent: str, client: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    with pytest.raises(Retry):
        tasks.scan_file.apply(kwargs={"pk": file.pk}, throw=True)

    file.refresh_from_db()
    assert (file.state, file.trouble) == (FileState.WAITING, ScanTrouble.UNREACHABLE)
    client.force_login(officer.user)
    html = client.get(address(referral)).content.decode()
    assert "Waiting to be checked for viruses since" in html
    assert "The virus scanner does not answer. It is asked again by itself." in html


def posted() -> list[dict[str, Any]]:
    """What waits in the queue for a worker."""
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        messages = [json.loads(message) for message in broker.lrange("celery", 0, -1)]
    bodies = [json.loads(base64.b64decode(message["body"])) for message in messages]
    return [{**message["headers"], "kwargs": body[1]} for message, body in zip(messages, bodies, strict=True)]


@pytest.mark.django_db
def test_the_sweeper_asks_for_nothing_while_nobody_answers_and_marks_why(
    silent: str, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    assert tasks.scan_waiting_files() == 0

    assert posted() == []
    file.refresh_from_db()
    assert file.trouble == ScanTrouble.UNREACHABLE


@needs_clamd
@pytest.mark.django_db
def test_the_sweeper_asks_again_for_whatever_waits_with_nothing_but_its_number(
    clamd: str, officer: Membership, referral: Referral
) -> None:
    waits, done = add(referral, officer, "waits.pdf"), add(referral, officer, "done.pdf")
    scan(done)

    assert tasks.scan_waiting_files() == 1

    (task,) = posted()
    assert (task["task"], task["kwargs"]) == ("referrals.scan_file", {"pk": waits.pk})
    assert task["expires"]


@pytest.mark.django_db
def test_those_that_somebody_must_see_to_keep_nobody_waiting(officer: Membership, referral: Referral) -> None:
    stuck = add(referral, officer, "a.pdf", trouble=ScanTrouble.TOO_LARGE, added_at=NOW - timedelta(days=9))
    later, first = add(referral, officer, "b.pdf"), add(referral, officer, "c.pdf", added_at=NOW - timedelta(hours=1))
    add(referral, officer, "new.pdf", added_at=NOW + timedelta(minutes=1))

    assert list(queries.waiting(NOW + timedelta(minutes=2))) == [first, later, stuck]


@pytest.mark.django_db
def test_with_nothing_waiting_nobody_is_asked(settings: Any) -> None:
    with answering(b"PONG\0") as settings.CLAMD_ADDRESS:
        assert tasks.scan_waiting_files() == 0
        assert scanner.answers()


# Without a scanner


@pytest.mark.django_db
def test_in_practice_without_a_scanner_a_file_says_that_it_was_not_scanned(
    officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    assert (scan(file).state, file.scanned_at) == (FileState.NOT_SCANNED, None)
    assert Entry.objects.get(event="file.not_scanned").reference == referral.reference
    assert tasks.scan_waiting_files() == 0


@needs_clamd
@pytest.mark.django_db
def test_once_there_is_a_scanner_it_looks_at_those_too(clamd: str, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer, state=FileState.NOT_SCANNED)

    assert tasks.scan_waiting_files() == 1
    assert scan(file).state == FileState.CLEAN


@pytest.mark.django_db
def test_outside_practice_no_scanner_means_that_files_wait(
    officer: Membership, referral: Referral, settings: Any
) -> None:
    settings.DEMONSTRATION = False
    file = add(referral, officer)

    with pytest.raises(Retry):
        tasks.scan_file.apply(kwargs={"pk": file.pk}, throw=True)

    file.refresh_from_db()
    assert file.state == FileState.WAITING


# All of it together


@needs_clamd
def test_a_file_that_arrives_is_scanned_by_a_worker(
    clamd: str, celery_live: Any, client: Client, officer: Membership, referral: Referral
) -> None:
    client.force_login(officer.user)

    client.post(address(referral), {"chosen": SimpleUploadedFile("letter.pdf", samples.PDF)})

    wait(lambda: EvidenceFile.objects.get().state == FileState.CLEAN)
