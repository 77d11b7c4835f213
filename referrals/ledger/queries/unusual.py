"""Unusual access: what the rules are given, and what was said of their findings."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from agencies.actors import Actor
from agencies.folding import folded, folded_postcode
from agencies.models import User
from agencies.people.homes import homes
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry
from notifications.models import Shift
from referrals.ledger.queries.reading import may_read, names_of, start_of
from referrals.ledger.rules.looks import DOWNLOADED, PRINTED
from referrals.ledger.rules.unusual import Finding, Look, Rule, find, reason_not_to_review
from referrals.models import AccessReview, Referral

# Lines of the ledger that are looked at, and findings that are shown.
MOST_READ = 20_000
MOST_SHOWN = 100
# Before the first day: twice the hour that counts. After the last: to the end of its night.
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=6)
COLUMNS = ("pk", "actor_id", "at", "reference", "outcome", "shown")


@dataclass(frozen=True)
class Found:
    """`reviews`: oldest first. `why_not`: why the reader may not review it."""

    finding: Finding
    who: str
    reviews: list[AccessReview]
    why_not: str | None


@dataclass(frozen=True)
class Listed:
    """`is_cut`: not all lines of these days were looked at. `has_more`: not all findings are shown."""

    rows: list[Found]
    is_cut: bool
    has_more: bool


def list_unusual(actor: Actor, first: date, last: date, at: datetime) -> Listed:
    """What nobody has reviewed stands first. Goes on the ledger."""
    findings, is_cut = findings_of(actor, first, last)
    rows = sorted(_found(actor, findings), key=lambda row: bool(row.reviews))
    audit.record(
        Operation.CONSULTATION, "ledger.unusual_listed", by=actor, at=at, shown=[f"from:{first}", f"to:{last}"]
    )
    return Listed(rows[:MOST_SHOWN], is_cut, len(rows) > MOST_SHOWN)


def one_finding(actor: Actor, entry: int, rule: str) -> Found | None:
    """Found anew from the ledger: whatever an address says, only what a rule finds can be reviewed."""
    at = _lines(actor).filter(pk=entry).values_list("at", flat=True).first()
    if at is None:
        return None
    findings, _ = findings_of(actor, localdate(at), localdate(at))
    return next(_found(actor, [each for each in findings if (each.first, each.rule) == (entry, rule)]), None)


def findings_of(actor: Actor, first: date, last: date) -> tuple[list[Finding], bool]:
    """Of whole days, so that a finding is the same whichever days are asked for."""
    begin, end = start_of(first), start_of(last, days_later=1)
    rows = list(_lines(actor).filter(at__gte=begin - BEFORE, at__lt=end + AFTER).values(*COLUMNS)[: MOST_READ + 1])
    found = find(_looks(actor, rows[:MOST_READ]))
    return [each for each in found if begin <= each.at < end], len(rows) > MOST_READ


def _lines(actor: Actor) -> Any:
    """What people did for the agency: cases opened, taken along, and whatever they were refused. Newest first."""
    if not may_read(actor):
        return Entry.objects.none()
    opened = Q(operation=Operation.CONSULTATION) | Q(event__in=DOWNLOADED | PRINTED)
    wanted = opened & Q(reference__startswith="MS-") | Q(outcome=Outcome.REFUSED)
    rows = Entry.objects.filter(wanted, acting_for=actor.agency_code, actor_id__isnull=False)
    return rows.order_by("-at", "-pk")


def _looks(actor: Actor, rows: list[dict[str, Any]]) -> Iterator[Look]:
    references, people = {row["reference"] for row in rows}, {row["actor_id"] for row in rows}
    cases = _cases(references)
    lives = homes(actor.agency_id, people)
    postcodes = _postcodes(references) if lives else {}
    surnames = {person.pk: _last_word(person.full_name) for person in User.objects.filter(pk__in=people)}
    shifts = _shifts(people, [row["at"] for row in rows])
    for row in rows:
        person, is_refused = row["actor_id"], row["outcome"] == Outcome.REFUSED
        theirs, family_name = cases.get(row["reference"], (set(), ""))
        yield Look(
            pk=row["pk"],
            person=person,
            at=row["at"],
            local=localtime(row["at"]),
            case=next(iter(row["shown"]), "") if is_refused else row["reference"],
            is_refused=is_refused,
            is_on_duty=any(starts <= row["at"] < ends for starts, ends in shifts[person]),
            is_theirs=person in theirs,
            has_their_name=bool(family_name) and surnames.get(person) == family_name,
            has_their_postcode=lives.get(person) in postcodes.get(row["reference"], ()),
        )


def _cases(references: Collection[str]) -> dict[str, tuple[set[int | None], str]]:
    """Whose each is, and the family name in it, which goes no further than to be compared."""
    columns = ("reference", "author_id", "owner_id", "holder_id", "person__family_name")
    rows = Referral.objects.filter(reference__in=references).values_list(*columns)
    return {reference: ({*people}, _last_word(name)) for reference, *people, name in rows}


def _postcodes(references: Collection[str]) -> dict[str, set[str]]:
    """Of every address in each, which go no further than to be compared."""
    found: dict[str, set[str]] = defaultdict(set)
    cases = Referral.objects.filter(reference__in=references)
    for column in ("person__contacts__postcode", "person__decision_recipient__postcode"):
        for reference, postcode in cases.filter(**{f"{column}__gt": ""}).values_list("reference", column):
            found[reference].add(folded_postcode(postcode))
    return found


def _last_word(name: str) -> str:
    """Ranks and titles stand in front of names, so the last word is the best guess at the family's."""
    return next(reversed(folded(name).split()), "")


def _shifts(people: Collection[int], times: list[datetime]) -> dict[int, list[tuple[datetime, datetime]]]:
    held: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    if times:
        shifts = Shift.objects.filter(person__in=people, starts_at__lte=max(times), ends_at__gt=min(times))
        for person, starts, ends in shifts.values_list("person_id", "starts_at", "ends_at"):
            held[person].append((starts, ends))
    return held


def _found(actor: Actor, findings: list[Finding]) -> Iterator[Found]:
    names = names_of(each.person for each in findings)
    reviews: dict[tuple[str, int], list[AccessReview]] = defaultdict(list)
    entries = {each.first for each in findings}
    for review in AccessReview.objects.filter(agency=actor.agency_id, entry__in=entries).select_related("reviewed_by"):
        reviews[review.rule, review.entry].append(review)
    for each in findings:
        who = names.get(each.person, f"Person {each.person}")
        yield Found(each, who, reviews[Rule(each.rule), each.first], reason_not_to_review(each, actor.user_id))
