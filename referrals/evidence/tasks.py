from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from referrals.enums import ScanTrouble
from referrals.evidence import actions, queries, scanner, scanning
from referrals.evidence.scanner import ScannerDown

# How often scan_waiting_files runs. What it posts is stale when it runs again.
SWEPT_EVERY = 120.0


def ask_for_scan(pk: int) -> None:
    """As soon as the row is there for others to see. If it cannot be posted, the sweeper finds the file."""
    transaction.on_commit(partial(scan_file.delay, pk=pk), robust=True)


@shared_task(
    name="referrals.scan_file",
    ignore_result=True,
    autoretry_for=(ScannerDown,),
    max_retries=3,
    retry_backoff=10,
    retry_backoff_max=120,
)
def scan_file(*, pk: int) -> None:
    """Raises while the scanner is down, and is tried again; later, and for ever, by the sweeper."""
    scanning.scan(pk, at=timezone.now())


@shared_task(name="referrals.scan_waiting_files", ignore_result=True)
def scan_waiting_files() -> int:
    """Whatever still waits is asked for again, so that a file is never forgotten. Nothing while no scanner answers."""
    waiting = list(queries.waiting(timezone.now()).values_list("pk", flat=True))
    if not waiting:
        return 0
    if not queries.is_practice() and not scanner.answers():
        scanning.note_trouble(waiting, ScanTrouble.UNREACHABLE)
        return 0
    for pk in waiting:
        scan_file.apply_async(kwargs={"pk": pk}, expires=SWEPT_EVERY)
    return len(waiting)


@shared_task(name="referrals.forget_orphaned_files", ignore_result=True)
def forget_orphaned_files() -> int:
    return actions.forget_orphans(at=timezone.now())
