"""What the home page says about referrals: what waits, what was not passed on, and what became of the others."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from referrals.intake.keeping import Keeping
from referrals.lodging.queries import mine, queue
from referrals.lodging.queries.mine import Row, Stage
from referrals.lodging.queries.queue import Wait
from referrals.rules.clocks import clock_of, on_day

MOST_SHOWN = 5
NOT_PASSED_ON = "Not passed on yet"
BECAME = "What became of your referrals"
IN_THE_QUEUE = {
    Wait.SEND: ("to send to the Home Office", "The one that is due first stands first."),
    Wait.GAPS: ("with gaps, passed on as urgent", "Whoever passed it on fills them. Ask if it gets late."),
    Wait.ADOPT: ("to take on from an organisation that is no first responder", "A first responder does it by name."),
    Wait.CHECK: ("to check: the text of a notification", "You read it, if you did not write it."),
    Wait.DRAFTS: ("left lying for a day", "It holds something about a person, and nobody passed it on."),
}


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    if access.may_at_all(request.actor, Permission.SEE_QUEUE):
        yield from _of_the_unit(request)
    if access.may_at_all(request.actor, Permission.START_REFERRAL):
        yield from _of_mine(request, at)


def _of_the_unit(request: Request) -> Iterator[ToDo]:
    for wait, count in queue.counts(request.actor).items():
        if count != "0":
            what, about = IN_THE_QUEUE[wait]
            noun = "draft" if wait == Wait.DRAFTS else "referral"
            plural = noun if count == "1" else f"{noun}s"
            yield ToDo(f"{count} {plural} {what}", f"{reverse('queue')}?wait={wait}", about)


def _of_mine(request: Request, at: datetime) -> Iterator[ToDo]:
    found = mine.first_of_each(request.actor, MOST_SHOWN, today=localdate(at), at=at)
    for row in found[Stage.GAPS]:
        yield _to_finish(row, at)
    for row in found[Stage.DRAFT]:
        yield _to_carry_on(row, at)
    for row in found[Stage.PASSED_ON]:
        yield _what_became(row, at)
    if any(found.values()):
        total = mine.count_capped(mine.mine(request.actor))
        yield ToDo(f"All my referrals ({total})", reverse("referrals"), "", under=BECAME)


def _to_finish(row: Row, at: datetime) -> ToDo:
    about = f"{row.referral.reference} · {row.sections} · not yet sent to the Home Office"
    href = row.referral.get_absolute_url()
    if row.deadline is None:
        return ToDo("Finish your urgent referral", href, about)
    clock = clock_of(starts_at=row.deadline.starts_at, due_at=row.deadline.due_at, done_at=None, at=at)
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
