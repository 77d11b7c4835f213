"""Who looked at a case: each person once for what they acted as."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from agencies.enums import Role
from agencies.models import Agency
from agencies.pages import PAGE_SIZE, Page
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.ledger.queries.reading import names_of
from referrals.ledger.rules.looks import DOWNLOADED, PRINTED, in_short, times
from referrals.models import Referral


@dataclass(frozen=True)
class Looker:
    who: str
    roles: str
    agency: str
    first: datetime
    last: datetime
    times: int
    kinds: str
    refused: str


def who_looked(referral: Referral, after: str) -> Page[Looker]:
    """Whoever looked last stands first. What somebody did to the case is in its timeline, and not here."""
    found = _counted(referral.reference)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(newest__lt=int(after))
    groups: list[dict[str, Any]] = list(found.order_by("-newest")[: PAGE_SIZE + 1])
    shown = groups[:PAGE_SIZE]
    names = names_of(group["actor_id"] for group in shown)
    codes = {group["acting_for"] for group in shown}
    agencies = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    rows = [_looker(group, names, agencies) for group in shown]
    return Page(rows, shown[-1]["newest"] if len(groups) > PAGE_SIZE else None)


def _counted(reference: str) -> QuerySet[Any]:
    """By the number of the newest line, which is unique, so that a page can begin after it."""
    is_refused = Q(outcome=Outcome.REFUSED)
    is_here, is_taken = Q(reference=reference), Q(event__in=DOWNLOADED | PRINTED)
    looks = Q(operation=Operation.CONSULTATION) | is_refused | is_taken
    rows = Entry.objects.filter(is_here | Q(shown__contains=[reference])).filter(looks, actor_id__isnull=False)
    opened = is_here & Q(operation=Operation.CONSULTATION) & ~is_refused & ~is_taken
    return rows.values("actor_id", "acting_for", "roles").annotate(
        newest=Max("pk"),
        first=Min("at"),
        last=Max("at"),
        times=Count("pk"),
        opened=Count("pk", filter=opened),
        listed=Count("pk", filter=~is_here & ~is_refused),
        downloaded=Count("pk", filter=is_here & Q(event__in=DOWNLOADED)),
        printed=Count("pk", filter=is_here & Q(event__in=PRINTED)),
        refused=Count("pk", filter=is_refused),
    )


def _looker(group: dict[str, Any], names: dict[int | None, str], agencies: dict[str, str]) -> Looker:
    return Looker(
        who=names.get(group["actor_id"], f"Person {group['actor_id']}"),
        roles=", ".join(role.label for role in Role if role in group["roles"]) or "No role",
        agency=agencies.get(group["acting_for"], group["acting_for"]),
        first=group["first"],
        last=group["last"],
        times=group["times"],
        kinds=in_short(group),
        refused=f"Refused {times(group['refused'])}" if group["refused"] else "",
    )
