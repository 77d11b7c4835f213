"""What the home page says about referrals: what waits, what was not passed on, and what became of the others."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from referrals.assessing.home import to_do as questions_to_answer
from referrals.intake.keeping import Keeping
from referrals.lodging.queries import mine, queue
from referrals.lodging.queries.mine import Row, Stage
from referrals.lodging.queries.queue import Wait
from referrals.queue import queries as cases
from referrals.queue.around import colleagues
from referrals.queue.filters import NOBODY, Asked, Tab
from referrals.queue.home import to_do as crimes_to_check
from referrals.queue.shown import Row as Case
from referrals.rules.clocks import clock_of, on_day

MOST_SHOWN = 5
MOST_PEOPLE = 30
NOT_PASSED_ON = "Not passed on yet"
BECAME = "What became of your referrals"
IN_THE_QUEUE = {
    Wait.SEND: ("to send to the Home Office", "The one that is due first stands first."),
    Wait.GAPS: ("with gaps, passed on as urgent", "Whoever passed it on fills them. Ask if it gets late."),
    Wait.ADOPT: ("to take on from an organisation that is no first responder", "A first responder does it by name."),
    Wait.CHECK: ("to check: the text of a notification", "You read it, if you did not write it."),
    Wait.DRAFTS: ("left lying for a day", "It holds something about a person, and nobody passed it on."),
}

# Cases stand in the queue; drafts and texts to be read have lists of their own.
WHERE = {
    Wait.SEND: "",
    Wait.GAPS: "?tab=open&flag=unfinished",
    Wait.ADOPT: "",
    Wait.CHECK: f"?wait={Wait.CHECK}",
    Wait.DRAFTS: f"?wait={Wait.DRAFTS}",
}
LOAD = "Who has how much"
TAKE = "Take the next case"


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    yield from questions_to_answer(request, at)
    yield from crimes_to_check(request)
    if access.may_at_all(request.actor, Permission.SEE_QUEUE):
        yield from _of_the_unit(request, at)
    if access.may_at_all(request.actor, Permission.START_REFERRAL):
        yield from _of_mine(request, at)


def _of_the_unit(request: Request, at: datetime) -> Iterator[ToDo]:
    loads = _loads(request, at)
    yield from _of_cases(request, loads, at)
    for wait, count in queue.counts(request.actor).items():
        if count != "0":
            what, about = IN_THE_QUEUE[wait]
            noun = "draft" if wait == Wait.DRAFTS else "referral"
            plural = noun if count == "1" else f"{noun}s"
            yield ToDo(f"{count} {plural} {what}", reverse("queue") + WHERE[wait], about)
    yield from _who_has_how_much(loads)


def _loads(request: Request, at: datetime) -> list[cases.Load]:
    """Of those who have anything, oneself first. A large force sees the first of its people, and all by the filter."""
    there = colleagues(request.actor, at).annotate(is_me=Q(user=request.actor.user_id))
    first = there.order_by("-is_me", "user__sort_name", "pk")[:MOST_PEOPLE]
    people = {each.user_id: each.name for each in first}
    return [load for load in cases.loads(request.actor, people, at) if load.open]


def _who_has_how_much(loads: list[cases.Load]) -> Iterator[ToDo]:
    for load in loads:
        owner = load.user_id or NOBODY
        about = f"{load.open:,} open, {load.needs:,} of them need somebody now"
        yield ToDo(load.name, f"{reverse('queue')}?tab={Tab.OPEN}&owner={owner}", about, under=LOAD, is_beside=True)


def _of_cases(request: Request, loads: list[cases.Load], at: datetime) -> Iterator[ToDo]:
    """The case that nobody has, then one's own, each with what is to be done next. Nothing where there is no case."""
    actor, where = request.actor, reverse("queue")
    offer = cases.offer(actor, at) if loads else None
    if offer and not offer.held_until:
        yield ToDo(f"Nobody has {offer.row.reference}", reverse("take-next"), offer.row.why, button=TAKE)
    mine = next((load for load in loads if load.user_id == actor.user_id), None)
    if mine:
        need = "needs" if mine.needs == 1 else "need"
        under = f"{mine.needs:,} of your {mine.open:,} case{'' if mine.open == 1 else 's'} {need} you"
        listed = cases.list_cases(actor, Asked(tab=Tab.MINE, size=MOST_SHOWN), at)
        yield from (_case(row, under) for row in listed.rows)
        yield ToDo(f"All my cases ({mine.open:,})", f"{where}?tab={Tab.MINE}", "", under=under)


def _case(row: Case, under: str) -> ToDo:
    about = " · ".join(filter(None, [row.reference, row.about, row.status, f"risk {row.risk.label.lower()}"]))
    clock = row.clock
    return ToDo(row.what or "Look at it", row.href, about, under, clock.words, clock.due, clock.colour)


def _of_mine(request: Request, at: datetime) -> Iterator[ToDo]:
    found = mine.first_of_each(request.actor, MOST_SHOWN, today=localdate(at), at=at)
    for row in found[Stage.ASKED]:
        yield _to_answer(row, at)
    for row in found[Stage.GAPS]:
        yield _to_finish(row, at)
    for row in found[Stage.DRAFT]:
        yield _to_carry_on(row, at)
    for row in found[Stage.PASSED_ON]:
        yield _what_became(row, at)
    if any(found.values()):
        total = mine.count_capped(mine.mine(request.actor))
        yield ToDo(f"All my referrals ({total})", reverse("referrals"), "", under=BECAME)


def _to_answer(row: Row, at: datetime) -> ToDo:
    many, first = len(row.questions), row.questions[0]
    what = "a question" if many == 1 else f"{many} questions"
    return ToDo(
        f"Answer {what}: {row.referral.reference}",
        row.referral.get_absolute_url(),
        f"Asked {on_day(first.asked_at, at)}",
    )


def _to_finish(row: Row, at: datetime) -> ToDo:
    about = f"{row.referral.reference} · {row.sections} · not yet sent to the Home Office"
    href = row.referral.get_absolute_url()
    if row.deadline is None:
        return ToDo("Finish your urgent referral", href, about)
    deadline = row.deadline
    clock = clock_of(
        starts_at=deadline.starts_at, due_at=deadline.due_at, done_at=None, at=at, rule=deadline.rule,
        paused_at=deadline.paused_at,
    )  # fmt: skip
    return ToDo("Finish your urgent referral", href, about, left=clock.words, due=clock.due, colour=clock.colour)


def _to_carry_on(row: Row, at: datetime) -> ToDo:
    referral = row.referral
    called = f"“{referral.label}”" if referral.label else referral.reference
    verb = f"Carry on with {called}"
    if row.is_for_anybody:
        verb = f"Handed to {referral.unit}: {called}"
    elif row.left_by:
        verb = f"Left lying by {row.left_by}: {called}"
    saved, kept = f"Saved {on_day(referral.saved_at, at)}", _kept(row.keeping, at) if row.keeping else ""
    about = f"{row.sections} · {row.age}"
    return ToDo(verb, referral.get_absolute_url(), about, under=NOT_PASSED_ON, left=saved, due=kept)


def _what_became(row: Row, at: datetime) -> ToDo:
    referral = row.referral
    verb = f"{referral.reference}: {referral.label}" if referral.label else referral.reference
    about = f"{row.standing.words}. {row.standing.more}".strip()
    changed = f"Changed {on_day(row.changed_at, at)}"
    return ToDo(verb, referral.get_absolute_url(), f"{about} {changed}", under=BECAME)


def _kept(keeping: Keeping, at: datetime) -> str:
    if keeping.delete_on:
        return f"empty: deleted on {date_format(keeping.delete_on, 'D j M')}"
    if keeping.is_seen_by_unit:
        return "your unit sees it"
    return f"your unit sees it from {on_day(keeping.seen_by_unit_from, at)}"
