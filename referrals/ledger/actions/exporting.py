"""Taking lines of the ledger out of it. That somebody did so is a line of its own."""

import csv
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.timezone import localtime

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from audit import actions as audit
from audit.enums import Operation
from audit.models import Entry
from referrals.ledger.queries.reading import NEWEST_FIRST, Line, agency_names, lines, matching
from referrals.ledger.rules.asked import Asked
from referrals.ledger.rules.cells import plain

MOST_EXPORTED = 50_000
AT_ONCE = 1_000
HEAD = ["Row", "When", "Who", "Acting for", "What", "Event", "Operation", "About", "Shown", "Outcome", "From"]


class _Echo:
    """Gives back what a writer writes."""

    def write(self, text: str) -> str:
        return text


@transaction.atomic
def export(asked: Asked, *, reason: str, by: Actor, at: datetime) -> tuple[str, Iterator[str]]:
    """The name of the file, and its lines as they are read. The file has the reason, the ledger a digest of it."""
    access.require(by, Permission.READ_LEDGER, {Relation.OWN_AGENCY})
    number = secrets.token_hex(4)
    changed = {"reason": reason}
    audit.record(
        Operation.DISCLOSURE, "ledger.exported", f"export:{number}", by=by, at=at, changed=changed, shown=asked.kept()
    )
    said = ", ".join(f"{name} {value}" for name, value in asked.parameters().items()) or "everything"
    about = [f"Export {number} of the ledger, {localtime(at):%d %B %Y, %H:%M}", f"Asked for: {said}", f"Why: {reason}"]
    return f"ledger-{number}.csv", _file(about, by, asked, at)


def _file(about: list[str], by: Actor, asked: Asked, at: datetime) -> Iterator[str]:
    """Nothing that was written after it was asked for: an export does not run after its own line."""
    write = csv.writer(_Echo()).writerow
    yield "\ufeff" + str(write([plain(each) for each in about]))
    yield str(write(HEAD))
    rows = matching(by, asked).filter(at__lte=at).order_by(*NEWEST_FIRST)
    chunks = rows[: MOST_EXPORTED + 1].iterator(chunk_size=AT_ONCE)
    agencies = agency_names()
    written = 0
    while chunk := list(islice(chunks, AT_ONCE)):
        for line in lines(by, chunk[: MOST_EXPORTED - written], asked, agencies):
            yield str(write([plain(cell) for cell in _cells(line)]))
        written += len(chunk)
    if written > MOST_EXPORTED:
        yield str(write([f"Cut after {MOST_EXPORTED:,} rows. There are older ones: ask for fewer days."]))


def _cells(line: Line) -> list[object]:
    entry: Entry = line.entry
    when = f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}"
    return [
        *(entry.pk, when, line.who, line.agency, line.words, entry.event, line.operation, line.about),
        *(" ".join(line.shown), entry.outcome, entry.address or ""),
    ]
