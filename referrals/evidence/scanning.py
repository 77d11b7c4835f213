"""What becomes of a file once the scanner has looked at it."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.core.files import File
from django.db import transaction

from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals.enums import FileState, ScanTrouble
from referrals.evidence import looking, queries, scanner, store
from referrals.evidence.scanner import ScannerDown, TooLargeToScan
from referrals.models import EvidenceFile
from referrals.telling import tell_unit


def scan(pk: int, *, at: datetime) -> None:
    """Raises ScannerDown: then the file waits, and says so. Safe to run twice and at the same time."""
    file = EvidenceFile.objects.filter(pk=pk, state__in=queries.still_to_scan()).first()
    if file is None:
        return
    if queries.is_practice():
        _set_state(pk, FileState.NOT_SCANNED, at)
        return
    try:
        finding, sha256 = _ask_scanner(file)
    except ScannerDown:
        note_trouble([pk], ScanTrouble.UNREACHABLE)
        raise
    except TooLargeToScan:
        note_trouble([pk], ScanTrouble.TOO_LARGE)
    except FileNotFoundError:
        note_trouble([pk], ScanTrouble.MISSING)
    else:
        _take_verdict(file, finding, is_as_it_arrived=sha256 == file.sha256, at=at)


def note_trouble(pks: Sequence[int], trouble: ScanTrouble) -> None:
    EvidenceFile.objects.filter(pk__in=pks, state=FileState.WAITING).exclude(trouble=trouble).update(trouble=trouble)


def _ask_scanner(file: EvidenceFile) -> tuple[str, str]:
    """What it found, and the hash of what it was given."""
    seen = hashlib.sha256()

    def noted(kept: "File[bytes]") -> Iterator[bytes]:
        for piece in looking.pieces(kept):
            seen.update(piece)
            yield piece

    with store.opened(file.stored_as) as kept:
        return scanner.scan(noted(kept)), seen.hexdigest()


def _take_verdict(file: EvidenceFile, finding: str, *, is_as_it_arrived: bool, at: datetime) -> None:
    if finding:
        _quarantine(file.pk, finding, at)
    elif is_as_it_arrived:
        _set_state(file.pk, FileState.CLEAN, at)
    else:
        note_trouble([file.pk], ScanTrouble.CHANGED)


@transaction.atomic
def _set_state(pk: int, state: FileState, at: datetime) -> None:
    file = _lock_unscanned(pk)
    if file is None or file.state == state:
        return
    file.state, file.trouble = state, ""
    file.scanned_at = at if state == FileState.CLEAN else None
    file.save(update_fields=["state", "trouble", "scanned_at"])
    event = "file.scanned" if file.scanned_at else "file.not_scanned"
    changed = {"file": str(file.key), "state": file.state}
    audit.record(Operation.SECURITY, event, file.referral.reference, by=None, at=at, changed=changed)


@transaction.atomic
def _quarantine(pk: int, finding: str, at: datetime) -> None:
    """Tells everybody who could see the case."""
    file = _lock_unscanned(pk)
    if file is None:
        return
    before, file.stored_as = file.stored_as, store.quarantine(file.stored_as)
    file.state, file.trouble, file.scanned_at, file.finding = FileState.INFECTED, "", at, finding[:200]
    file.save(update_fields=["stored_as", "state", "trouble", "scanned_at", "finding"])
    transaction.on_commit(lambda: store.forget(before), robust=True)

    referral = file.referral
    changed = {"file": str(file.key), "finding": file.finding}
    audit.record(Operation.SECURITY, "file.infected", referral.reference, by=None, at=at, changed=changed)
    people = [referral.author_id, referral.holder_id, referral.owner_id, file.added_by_id]
    tell_unit(referral, NoticeKind.FILE_INFECTED, str(file.key), at, people=people)


def _lock_unscanned(pk: int) -> EvidenceFile | None:
    """None when another scan of it was quicker."""
    files = EvidenceFile.objects.select_for_update(of=("self",)).select_related("referral")
    return files.filter(pk=pk, state__in=queries.still_to_scan()).first()
