"""The first part of a case: what there is to know at one look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Permission
from agencies.statements import A_KEY, Statement
from notifications.inbox.told import Told, who_was_told
from referrals.casework.queries import acts, timeline
from referrals.casework.queries.case import Case, address_or_none, case_of, counted, of_it
from referrals.casework.queries.entries import Entry
from referrals.casework.queries.people import SeenBy, seen_by
from referrals.casework.rules.due import clock_of_task
from referrals.casework.rules.timeline import USUAL
from referrals.enums import ApprovalState, ConsideredMatter, ConsideredOutcome, Exploitation, KnownBy, Track
from referrals.intake.forms.contact import HOW_SAFE, IN_SHORT
from referrals.models import (
    Approval,
    Considered,
    Deadline,
    Decision,
    Observation,
    QualityCheck,
    Question,
    Referral,
    Sending,
    Situation,
    Suspect,
    Task,
    TrackEntry,
)
from referrals.rules.clocks import Clock, on_day
from victims.enums import Channel, Safe
from victims.models import SafeContact

MOST_TILES = 4
MOST_TASKS = 5
LATEST = 3


@dataclass(frozen=True)
class ToDo:
    task: Task
    clock: Clock


@dataclass(frozen=True)
class Way:
    """One way of reaching the person, without the number."""

    name: str
    how_safe: str
    is_safe: bool
    contact: SafeContact


@dataclass(frozen=True)
class Fact:
    """One line of what there is in brief, and where to look or to record. `about`: for whoever hears the link alone."""

    key: str
    value: str
    href: str = ""
    verb: str = ""
    about: str = ""


@dataclass(frozen=True)
class Summary:
    case: Case
    now: acts.Now
    deadlines: list[Deadline]
    more_deadlines: int
    tasks: list[ToDo]
    latest: list[Entry]
    ways: list[Way]
    tracks: list[TrackEntry]
    told: list[Told]
    seen_by: SeenBy
    brief: str
    facts: list[Fact]

    @property
    def barred(self) -> int:
        referral = self.case.referral
        return len(referral.barred_people) + len(referral.barred_units)

    @property
    def to_answer(self) -> list[Told]:
        """What the reader can say they have; otherwise what came last."""
        return [each for each in self.told if each.to_answer] or self.told[-1:]


def summary_of(referral: Referral, actor: Actor, at: datetime) -> Summary:
    today = localdate(at)
    case = case_of(referral, actor, "referral", today=today, more=_facts)
    found = case.referral
    deadlines = _of(found, _deadlines())
    running, done = (
        [each for each in deadlines if (each.done_at is None) is is_running] for is_running in (True, False)
    )
    sees_leave = Permission.SEE_LEAVE in case.allowed
    return Summary(
        case=case,
        now=acts.now(case, deadlines, at),
        deadlines=[*running, *reversed(done)][:MOST_TILES],
        more_deadlines=max(len(deadlines) - MOST_TILES, 0),
        tasks=to_do(_of(found, _tasks()), today),
        latest=timeline.page_of(found, timeline.sources_for(USUAL, sees_leave=sees_leave), size=LATEST).entries,
        ways=[_way(contact) for contact in _contacts().rows({A_KEY: found.person_id})],
        tracks=newest_of_each(found, sees_leave=sees_leave),
        told=who_was_told(found.reference, at=at, reader=actor.user_id),
        seen_by=seen_by(found, today),
        brief=_brief(found),
        facts=list(_in_brief(found, at)),
    )


def open_tasks(referral: Referral) -> QuerySet[Task]:
    return referral.tasks.filter(done_at=None).select_related("owner", "done_by")


def to_do(tasks: Iterable[Task], today: date) -> list[ToDo]:
    return [ToDo(task, clock_of_task(task.due_on, today)) for task in tasks]


def newest_of_each(referral: Referral, *, sees_leave: bool) -> list[TrackEntry]:
    """In the order of the tracks. Those of which nothing is recorded are not there."""
    newest = _of(referral, _tracks())
    found = {entry.track: entry for entry in newest if sees_leave or entry.track != Track.LEAVE}
    return [found[track] for track in Track if track in found]


@cache
def _deadlines() -> Statement[Deadline]:
    return Statement(Deadline.objects.filter(referral=A_KEY).select_related("owner"))


@cache
def _contacts() -> Statement[SafeContact]:
    return Statement(SafeContact.objects.filter(person=A_KEY))


@cache
def _tasks() -> Statement[Task]:
    return Statement(open_tasks(Referral(pk=A_KEY))[:MOST_TASKS])


@cache
def _tracks() -> Statement[TrackEntry]:
    rows = TrackEntry.objects.filter(referral=A_KEY).order_by("track", "-recorded_at", "-pk").distinct("track")
    return Statement(rows.select_related("owner"))


def _of(referral: Referral, asked: Statement[Any]) -> list[Any]:
    """Its rows, each of which knows the case it is of."""
    rows = asked.rows({A_KEY: referral.pk})
    for row in rows:
        row.referral = referral
    return rows


def _facts(actor: Actor) -> dict[str, Any]:
    """What is said of a case in a number or a word, inside the question that reads it. Nobody answers their own."""
    sent = of_it(Sending).order_by("-sent_at", "-pk")
    considered = of_it(Considered).filter(matter=ConsideredMatter.SECTION_45).order_by("-considered_at", "-pk")
    signs = of_it(Observation)
    suspects = Suspect.objects.filter(Q(only_for=None) | Q(only_for=OuterRef("pk")), encounter=OuterRef("encounter"))
    unread = of_it(Decision).filter(needs_second_reader=True, second_read_at=None, step__reversed_by=None)
    asked = of_it(Approval).filter(state=ApprovalState.ASKED)
    return {
        "sent_at": Subquery(sent.values("sent_at")[:1]),
        "their_reference": Subquery(sent.values("home_office_reference")[:1]),
        "section_45": Subquery(considered.values("outcome")[:1]),
        "is_checked": Subquery(of_it(QualityCheck).order_by("-checked_at", "-pk").values("is_ready")[:1]),
        "open_approval": Subquery(asked.values("pk")[:1]),
        "to_approve": Subquery(asked.exclude(asked_by=actor.user_id).values("pk")[:1]),
        "unread_decision": Subquery(unread.order_by("pk").values("pk")[:1]),
        "to_read": Subquery(unread.exclude(recorded_by=actor.user_id).order_by("pk").values("pk")[:1]),
        "open_questions": counted(of_it(Question).filter(answered_at=None)),
        "suspects": counted(suspects),
        **{f"signs_{known}": counted(signs.filter(known_by=known)) for known in KnownBy.values},
        "signs_all": counted(signs),
    }


def _way(contact: SafeContact) -> Way:
    channel, safe = Channel(contact.channel), Safe(contact.safe)
    return Way(IN_SHORT[channel], HOW_SAFE[safe], safe == Safe.YES, contact)


def _brief(referral: Any) -> str:
    """What happened, in the first words that somebody found for it."""
    account, view = getattr(referral, "account", None), getattr(referral, "officer_view", None)
    texts = [account.how_it_began, account.work, account.conditions] if account else []
    return " ".join(text for text in texts if text) or (view.reasons if view else "")


def _in_brief(referral: Any, at: datetime) -> Iterator[Fact]:
    answers, papers = (_page(name, referral) for name in ("case-referral", "papers"))
    yield Fact("Reporting officer", _reporter(referral))
    yield Fact("Kind of exploitation", "; ".join(_kinds(referral)) or "Not known yet")
    yield Fact("Signs recorded", _signs(referral), f"{answers}#card-signs", "Look", "at the signs")
    if referral.sent_at:
        theirs = (
            f"their reference {referral.their_reference}" if referral.their_reference else "no reference of theirs yet"
        )
        yield Fact(
            "Sent to Home Office", f"{on_day(referral.sent_at, at)} · {theirs}", papers, "Look", "at what was sent"
        )
    else:
        yield Fact("Sent to Home Office", "Not yet sent", papers, "Papers", "for the Home Office")
    known = f"{referral.suspects} known" if referral.suspects else "None known"
    yield Fact("Suspects", known, f"{answers}#card-suspects", "Look", "at who is suspected")
    considered = address_or_none("considered", reference=referral.reference)
    yield Fact("Section 45 defence", _section_45(referral), considered, "Record", "what was considered")


def _page(name: str, referral: Referral) -> str:
    return reverse(name, kwargs={"reference": referral.reference})


def _reporter(referral: Any) -> str:
    referrer = getattr(referral, "referrer", None)
    deputy = f" · deputy {referrer.deputy_name}" if referrer and referrer.deputy_name else ""
    return f"{referral.author}, {referral.agency}{deputy}"


def _section_45(referral: Any) -> str:
    """What casework recorded; until then, what whoever referred had answered."""
    if referral.section_45:
        return ConsideredOutcome(referral.section_45).label
    police = getattr(referral, "police_matters", None)
    return (police.get_section_45_display() if police else "") or "Nobody has considered it yet"


def _signs(referral: Any) -> str:
    """Nothing is added up to a score: how each is known stays apart."""
    if not referral.signs_all:
        return "None yet"
    said = [
        f"{number} {words}"
        for known, words in (("seen", "seen"), ("told", "in their words"), ("others", "from somebody else"))
        if (number := getattr(referral, f"signs_{known}"))
    ]
    return f"{referral.signs_all}: {', '.join(said)}" if said else str(referral.signs_all)


def _kinds(referral: Referral) -> list[str]:
    kinds = {kind for each in _situations().rows({A_KEY: referral.pk}) for kind in each}
    return [kind.label for kind in Exploitation if kind in kinds]


@cache
def _situations() -> Statement[Sequence[str]]:
    return Statement(Situation.objects.filter(referral=A_KEY).values_list("kinds", flat=True))
