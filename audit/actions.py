"""Writing to the ledger. There is no way to change or remove what was written."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from audit.digests import digest
from audit.enums import Operation, Outcome
from audit.models import Entry, RecordKey
from audit.origin import present


class Who(Protocol):
    """Whoever acts: the actor of a request, or the application itself."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def agency_code(self) -> str: ...
    @property
    def roles(self) -> Collection[str]: ...


def record(
    operation: Operation,
    event: str,
    reference: str = "",
    *,
    by: Who | None,
    at: datetime,
    outcome: Outcome = Outcome.ALLOWED,
    changed: Mapping[str, object] | None = None,
    shown: Collection[str] = (),
) -> Entry:
    """Append one entry, in the caller's transaction. If it cannot be written, the caller fails too.

    `changed` maps the names of altered fields to their new values; only keyed digests of the values are kept.
    `shown` lists the references on a page of results. `by` is None for somebody who has not signed in.
    """
    origin = present.get()
    return Entry.objects.create(
        at=at,
        actor_id=by.user_id if by else None,
        acting_for=by.agency_code if by else "",
        roles=sorted(by.roles) if by else [],
        operation=operation,
        event=event,
        reference=reference,
        shown=list(shown),
        digests=_digests(reference, changed) if changed else {},
        outcome=outcome,
        address=origin.address,
        request_id=origin.request_id,
    )


def _digests(reference: str, changed: Mapping[str, object]) -> dict[str, str]:
    key, _ = RecordKey.objects.get_or_create(reference=reference)
    return {field: digest(bytes(key.key), field, value) for field, value in changed.items()}
