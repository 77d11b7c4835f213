"""Reading the ledger, for whoever checks what was done. It shows that a case was touched, and nothing that is in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import get_current_timezone

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency, Membership, User
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.ledger.rules.asked import Asked
from referrals.ledger.rules.words import how_many, in_words
from referrals.listing import UNLISTED
from referrals.models import Referral
from referrals.rules.reference import read_reference

ROWS = 50
NEWEST_FIRST = ["-at", "-pk"]
APPLICATION = "The application itself"


@dataclass(frozen=True)
class Line:
    """`shown`: what a list showed. `who_key` is empty for the application."""

    entry: Entry
    who: str
    who_key: int | None
    agency: str
    words: str
    operation: str
    about: str
    shown: list[str]

    @property
    def is_case(self) -> bool:
        return read_reference(self.about) is not None

    @property
    def shown_in_words(self) -> str:
        return how_many(self.shown)

    @property
    def is_refused(self) -> bool:
        return self.entry.outcome == Outcome.REFUSED


def may_read(actor: Actor) -> bool:
    return access.may(actor, Permission.READ_LEDGER, {Relation.OWN_AGENCY})


def readable_by(actor: Actor) -> QuerySet[Entry]:
    """What was done for the auditor's agency, about cases that it has, and at the door by its people."""
    if not may_read(actor):
        return Entry.objects.none()
    here = cases_of(actor).filter(reference=OuterRef("reference"))
    people = Membership.objects.filter(agency=actor.agency_id)
    named = people.annotate(named=Concat(Value("user:"), Cast("user_id", CharField()))).values("named")
    at_the_door = Q(acting_for="") & (Q(actor_id__in=people.values("user")) | Q(reference__in=named))
    return Entry.objects.filter(Q(acting_for=actor.agency_code) | Exists(here) | at_the_door)


def cases_of(actor: Actor) -> QuerySet[Referral]:
    """Those that the agency has as a force. For asking whether a line is about one, never for opening it."""
    return Referral.objects.filter(force=actor.agency_id).exclude(status__in=UNLISTED)


def matching(actor: Actor, asked: Asked) -> QuerySet[Entry]:
    """Of a case of one's own force, also who else was shown it in a list."""
    rows = readable_by(actor)
    if asked.case and may_read(actor):
        about = Q(reference=asked.case) | Q(shown__contains=[asked.case])
        is_ours = cases_of(actor).filter(reference=asked.case).exists()
        rows = Entry.objects.filter(about) if is_ours else rows.filter(about)
    wanted = {
        "actor_id": asked.who, "acting_for": asked.agency, "operation": asked.operation, "outcome": asked.outcome,
        "at__gte": asked.begin and start_of(asked.begin), "at__lt": asked.end and start_of(asked.end, days_later=1),
    }  # fmt: skip
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def start_of(day: date, *, days_later: int = 0) -> datetime:
    """In local time, so that a day of 23 or 25 hours is one day."""
    return datetime.combine(day + timedelta(days=days_later), time(), get_current_timezone())


def list_rows(actor: Actor, asked: Asked, after: str, agencies: Mapping[str, str], at: datetime) -> Page[Line]:
    """Goes on the ledger itself, with what was asked for."""
    page = page_after(matching(actor, asked), NEWEST_FIRST, after, ROWS)
    audit.record(Operation.CONSULTATION, "ledger.read", by=actor, at=at, shown=asked.kept())
    return Page(list(lines(actor, page.rows, asked, agencies)), page.next_after)


def lines(actor: Actor, rows: list[Entry], asked: Asked, agencies: Mapping[str, str]) -> Iterator[Line]:
    names = names_of(row.actor_id for row in rows)
    for row in rows:
        # What else somebody of another agency was shown is theirs.
        is_ours = row.acting_for in ("", actor.agency_code)
        shown = [each for each in row.shown if is_ours or each == asked.case]
        yield Line(
            entry=row,
            who=names.get(row.actor_id, f"Person {row.actor_id}") if row.actor_id else APPLICATION,
            who_key=row.actor_id,
            agency=agencies.get(row.acting_for, row.acting_for),
            words=in_words(row.event),
            operation=Operation(row.operation).label,
            about="themselves" if row.reference == f"user:{row.actor_id}" else row.reference,
            shown=shown,
        )


def names_of(keys: Iterable[int | None]) -> dict[int | None, str]:
    people = User.objects.filter(pk__in={key for key in keys if key})
    return {person.pk: str(person) for person in people}


def agency_names() -> dict[str, str]:
    return dict(Agency.objects.order_by("name").values_list("code", "name"))


def name_of_person(actor: Actor, key: int) -> str:
    """Only of colleagues: a key that somebody made up gives no name away."""
    person = User.objects.filter(pk=key, memberships__agency=actor.agency_id).first()
    return str(person) if person else "somebody of another agency"


MOST_FOUND = 50


def find_people(actor: Actor, words: list[str], at: datetime) -> list[Membership]:
    """Of one's own agency, also those who have left. That they were shown is recorded."""
    found = Membership.objects.filter(agency=actor.agency_id, accepted_at__isnull=False).select_related("user")
    for word in words:
        found = found.filter(user__search_text__contains=f" {word}")
    people = list(found.order_by("user__sort_name", "user__email", "pk")[:MOST_FOUND]) if words else []
    shown = [person.reference for person in people]
    audit.record(Operation.CONSULTATION, "ledger.people_searched", by=actor, at=at, shown=shown)
    return people
