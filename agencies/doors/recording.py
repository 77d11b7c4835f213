"""What the doors write in the ledger. Never what was typed: a person is named by their number, or not at all."""

from datetime import datetime

from agencies.actors import Actor
from agencies.models import Membership, User
from audit import actions as audit
from audit.actions import Who
from audit.enums import Operation, Outcome

THEMSELVES = object()


def record(
    event: str,
    person: User | None,
    *,
    at: datetime,
    by: Who | object | None = THEMSELVES,
    outcome: Outcome = Outcome.ALLOWED,
) -> None:
    """`person` is whom it concerns. They did it themselves, unless `by` says otherwise; None is somebody unknown."""
    who = Actor(user_id=person.pk) if by is THEMSELVES and person else by
    reference = person.reference if person else ""
    audit.record(Operation.SECURITY, event, reference, by=who, at=at, outcome=outcome)  # type: ignore[arg-type]  # THEMSELVES was replaced


def record_choice(membership: Membership, *, at: datetime) -> None:
    """From here on somebody acts for this agency."""
    actor = membership.as_actor(frozenset())
    audit.record(Operation.SECURITY, "acting_for.chosen", membership.reference, by=actor, at=at)
