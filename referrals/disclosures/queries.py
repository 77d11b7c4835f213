"""What left a case, in words, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agencies.enums import Role
from agencies.models import Agency, User
from agencies.pages import Page, page_after
from audit.models import Entry
from referrals.disclosed import left
from referrals.ledger.rules.words import in_words
from referrals.models import Referral, Settlement

ORDER = ["-at", "-pk"]


@dataclass(frozen=True)
class Left:
    """One thing that left: a share, a paper, a print, a referral passed to another agency."""

    pk: int
    at: datetime
    what: str
    by: str
    to: list[str]
    is_to_settle: bool
    settlement: Settlement | None


def list_left(referral: Referral, after: str) -> Page[Left]:
    page = page_after(left(referral), ORDER, after)
    return Page(_shown(page.rows), page.next_after)


def one(referral: Referral, pk: int) -> Left | None:
    found = list(left(referral).filter(pk=pk))
    return _shown(found)[0] if found else None


def _shown(rows: Iterable[Entry]) -> list[Left]:
    rows = list(rows)
    people = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    agencies = Agency.objects.in_bulk({_key(each) for row in rows for each in row.shown if each.startswith("agency:")})
    settled = {each.entry_id: each for each in Settlement.objects.filter(entry_id__in=[row.pk for row in rows])}
    return [
        Left(
            pk=row.pk,
            at=row.at,
            what=in_words(row.event),
            by=str(people.get(row.actor_id, "")) if row.actor_id else "",
            to=[*_recipients(row.shown, agencies)],
            is_to_settle=row.is_to_settle,  # type: ignore[attr-defined]  # annotated
            settlement=settled.get(row.pk),
        )
        for row in rows
    ]


def _recipients(shown: Iterable[str], agencies: dict[int, Agency]) -> Iterable[str]:
    for each in shown:
        kind, _, key = each.partition(":")
        if kind == "agency":
            yield str(agencies.get(_key(each), ""))
        elif kind == "role":
            yield Role(key).label.lower()


def _key(named: str) -> int:
    return int(named.partition(":")[2])
