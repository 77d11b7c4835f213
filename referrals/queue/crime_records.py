"""How far each case of a force is with recording its crime: what the crime registrar works through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from agencies.actors import Actor
from agencies.counting import count_all
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from referrals.enums import CrimeCheck, DeadlineKind, Track
from referrals.models import Deadline, QueueRow, TrackEntry
from referrals.queue.matching import Rows, of_force
from referrals.tracks import queries

# What still has to be done stands with the oldest report first, what is done with the newest.
OLDEST_FIRST, NEWEST_FIRST = ["received_at", "pk"], ["-received_at", "-pk"]


@dataclass(frozen=True)
class Line:
    row: QueueRow
    recorded: str
    reason: str
    deadline: Deadline | None


def list_records(actor: Actor, check: CrimeCheck, after: str, at: datetime) -> Page[Line]:
    """Goes on the ledger, with the cases that it showed."""
    entries = TrackEntry.objects.filter(track=Track.CRIME).order_by("recorded_at", "pk")
    running = Deadline.objects.filter(kind=DeadlineKind.CRIME_RECORD, done_at=None)
    rows = _checked(actor, check).select_related("referral", "unit", "owner").defer("words")
    rows = rows.prefetch_related(
        Prefetch("referral__track_entries", entries, to_attr="of_crime"),
        Prefetch("referral__deadlines", running, to_attr="to_record"),
    )
    page = page_after(rows, NEWEST_FIRST if check == CrimeCheck.RIGHT else OLDEST_FIRST, after)
    shown = [row.referral.reference for row in page.rows]
    audit.record(Operation.CONSULTATION, f"crime_records.listed:{check}", by=actor, at=at, shown=shown)
    return Page(list(_lines(page.rows)), page.next_after)


def count_records(actor: Actor) -> dict[str, int]:
    """By check, none of them further than to a thousand."""
    return count_all({check.value: _checked(actor, check) for check in CrimeCheck})


def _checked(actor: Actor, check: CrimeCheck) -> Rows:
    return of_force(actor).filter(crime_check=check)


def _lines(rows: list[QueueRow]) -> Iterator[Line]:
    newest = {row.pk: row.referral.of_crime[-1] for row in rows if row.referral.of_crime}  # type: ignore[attr-defined]  # fetched beside it
    recorded = queries.in_short(newest.values())
    for row in rows:
        entry = newest.get(row.pk)
        said = recorded[entry.pk] if entry else ""
        reason = entry.reason if entry and entry.mark else ""
        yield Line(row, said, reason, next(iter(row.referral.to_record), None))  # type: ignore[attr-defined]  # fetched beside it
