"""One case as lists show it: time in a colour, risk by weight, status in words, and no name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from agencies.actors import Actor
from notifications.enums import ExploitationGroup
from referrals.enums import DeadlineKind, Exploitation, FlagKind, RiskLevel, Status
from referrals.listing import FAR
from referrals.models import QueueRow
from referrals.owning import who_has_it
from referrals.rules import clocks
from referrals.rules.clocks import Clock, on_day
from referrals.telling import GROUPS
from victims.enums import AgeGroup

MOST_FLAGS = 3
NEW = timedelta(days=1)
AGES = {AgeGroup.ADULT: "Adult", AgeGroup.CHILD: "Child", AgeGroup.UNSURE: "Age in doubt"}
WHO = {
    AgeGroup.CHILD.value: "a child",
    AgeGroup.ADULT.value: "an adult",
    AgeGroup.UNSURE.value: "somebody whose age is in doubt",
}
NO_AGE = "Age not known"
KINDS = {
    ExploitationGroup.LABOUR: "labour",
    ExploitationGroup.SEXUAL: "sexual",
    ExploitationGroup.CRIMINAL: "criminal",
    ExploitationGroup.ORGANS: "organs",
    ExploitationGroup.DOMESTIC: "domestic",
    ExploitationGroup.OTHER: "other",
}
CONTACT = (FlagKind.NO_SAFE_PHONE, FlagKind.SAFE_HOURS_ONLY, FlagKind.SUSPECT_KNOWS_ADDRESS)
LAST = tuple(flag for flag in FlagKind if flag not in CONTACT)


@dataclass(frozen=True)
class Row:
    pk: int
    reference: str
    href: str
    clock: Clock
    what: str
    about: str
    flags: list[str]
    status: str
    is_not_yet_sent: bool
    risk: RiskLevel
    owner_id: int | None
    owner: str
    is_mine: bool
    why: str

    @property
    def risk_class(self) -> str:
        return str(self.risk).replace("_", "-")

    @property
    def pick(self) -> str:
        """How a tick box names it: with whom it had then, so that it is noticed if somebody else has it by now."""
        return f"{self.pk}.{self.owner_id or 0}"


def row_of(row: QueueRow, actor: Actor, at: datetime) -> Row:
    """`row` comes with what queries.py notes on it beside its columns."""
    flags, town = list(_flags(row, at)), row.town_label or row.town  # type: ignore[attr-defined]  # annotated
    return Row(
        pk=row.pk,
        reference=row.referral.reference,
        href=row.referral.get_absolute_url(),
        clock=_clock(row, at),
        what=DeadlineKind(row.next_kind).label if row.next_kind else "",
        about=" · ".join(filter(None, [age_of(row), *_kinds(row), town])),
        flags=flags[:MOST_FLAGS],
        status=row.get_status_display(),
        is_not_yet_sent=row.referral.is_not_yet_sent or row.status == Status.SAFEGUARDING_HOLD,
        risk=RiskLevel(row.risk),
        owner_id=row.owner_id,
        owner=who_has_it(row, actor.user_id, at),
        is_mine=row.owner_id == actor.user_id,
        why=_why(row, at),
    )


def age_of(row: QueueRow) -> str:
    return AGES[AgeGroup(row.age)] if row.age else NO_AGE


def _kinds(row: QueueRow) -> list[str]:
    return sorted({KINDS[GROUPS[Exploitation(kind)]] for kind in row.exploitation})


def _clock(row: QueueRow, at: datetime) -> Clock:
    if row.next_due_at == FAR:
        return Clock("No deadline", f"last changed {on_day(row.changed_at, at)}")
    return clocks.next_clock(row.next_kind, row.next_due_at, at)


def _flags(row: QueueRow, at: datetime) -> Iterator[str]:
    """In the order in which they matter. `is_unanswered` and `turns_18` come with the query."""
    if row.is_in_danger:
        yield "Still in the situation"
    if row.is_urgent_unfinished:
        yield "Urgent, not finished"
    if row.is_unanswered:  # type: ignore[attr-defined]  # annotated
        yield "Nobody has answered"
    if row.turns_18:  # type: ignore[attr-defined]  # annotated
        yield "Turns 18"
    yield from (FlagKind(flag).label for flag in CONTACT if flag in row.flags)
    if at - row.received_at < NEW:
        yield "New"
    yield from (FlagKind(flag).label for flag in LAST if flag in row.flags)


def _why(row: QueueRow, at: datetime) -> str:
    """Why it comes first, in half a sentence."""
    who = WHO.get(row.age, "somebody whose age is not known")
    reasons = [f"{who} still in the situation" if row.is_in_danger else who]
    if row.next_due_at != FAR:
        words = _clock(row, at).words
        reasons.append(words[:1].lower() + words[1:])
    risk = RiskLevel(row.risk)
    reasons.append("risk not assessed" if risk == RiskLevel.NOT_ASSESSED else f"risk {risk.label.lower()}")
    return ", ".join(reasons)
