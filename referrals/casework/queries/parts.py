"""What the other parts of a case list."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Coalesce

from agencies.actors import Actor
from agencies.enums import Relation, Role
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from referrals.casework.queries.case import address_or_none
from referrals.casework.queries.people import Seer, who_can_see
from referrals.casework.rules.timeline import LEGAL, TITLES
from referrals.enums import Status, Step
from referrals.intake.queries import found_together
from referrals.lodging.queries.mine import age_in_words
from referrals.models import Decision, Note, Referral, Task

MOST_NAMED = 40
WHY = {
    Relation.OWN_REFERRAL: "They began it, or hold it",
    Relation.OWNING_FORCE: "Their force has the case",
    Relation.REFERRING_AGENCY: "Their agency referred",
}


@dataclass(frozen=True)
class Shown:
    """A decision, with the name that the law gives it, and where it is read again or put right."""

    decision: Decision
    title: str
    legal: str
    is_undone: bool
    second_read: str
    put_right: str


def decisions_of(referral: Referral, reader: int) -> list[Shown]:
    """Newest first."""
    related = ("step__reversed_by", "letter", "recorded_by", "second_read_by")
    rows = Decision.objects.filter(referral=referral).select_related(*related).order_by("-recorded_at", "-pk")
    last = referral.steps.filter(reversed_by=None).exclude(step=Step.REVERSE).last()
    return [_shown(row, referral, reader, is_last=last is not None and row.step_id == last.pk) for row in rows]


def _shown(row: Decision, referral: Referral, reader: int, *, is_last: bool) -> Shown:
    step, is_undone = Step(row.step.step), hasattr(row.step, "reversed_by")
    reads = row.waits_for_second_reader and not is_undone and row.recorded_by_id != reader
    return Shown(
        decision=row,
        title=TITLES[step],
        legal=LEGAL.get(step, ""),
        is_undone=is_undone,
        second_read=address_or_none("second-read", reference=referral.reference, pk=row.pk) if reads else "",
        put_right=address_or_none("reverse-step", reference=referral.reference) if is_last else "",
    )


def list_tasks(referral: Referral, *, done: bool, after: str) -> Page[Task]:
    rows = referral.tasks.select_related("owner", "made_by", "done_by")
    if done:
        return page_after(rows.filter(done_at__isnull=False), ["-done_at", "-pk"], after)
    by_day = rows.filter(done_at=None).annotate(last_day=Coalesce("due_on", date.max))
    return page_after(by_day, ["last_day", "pk"], after)


@dataclass(frozen=True)
class Other:
    referral: Referral
    words: str
    age: str


def people_of(referral: Referral, actor: Actor, today: date, at: datetime) -> list[Other]:
    """Those found together whom this reader may see, without their names. That they were listed is recorded."""
    found = list(found_together(referral, actor).select_related("person").prefetch_related("person__age_track"))
    references = [other.reference for other in found]
    audit.record(Operation.CONSULTATION, "people.listed", referral.reference, by=actor, at=at, shown=references)
    return [Other(other, Status(other.status).label, age_in_words(other, today)) for other in found]


@dataclass(frozen=True)
class Group:
    """People who can see it for the same reason. `more`: how many are not named."""

    why: str
    what: str
    people: list[Seer]
    more: int


def who_and_why(referral: Referral, on: date) -> list[Group]:
    """By role, once for each person; besides, whoever began it."""
    seers = who_can_see(referral, on)
    groups: list[Group] = []
    named: list[Seer] = []
    for relation, why in WHY.items():
        here = [seer for seer in seers if relation in seer.relations and seer not in named]
        if relation == Relation.OWN_REFERRAL:
            groups.append(_group(why, "", here))
            continue
        named += here
        groups += [_group(why, role.label, [seer for seer in here if role in seer.roles]) for role in Role]
    return [group for group in groups if group.people]


def _group(why: str, what: str, people: list[Seer]) -> Group:
    return Group(why, what, people[:MOST_NAMED], max(len(people) - MOST_NAMED, 0))


def versions_of(referral: Referral, first: int) -> list[Note]:
    """Newest first; nothing for a key that is not that of a first version of this case."""
    rows = Note.objects.filter(referral=referral).select_related("written_by")
    return list((rows.filter(pk=first, first=None) | rows.filter(first=first)).order_by("-version"))
