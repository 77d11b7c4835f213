"""What the home page says of notifications: what somebody must say they have, and how many are unread."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from agencies.home.to_do import ToDo
from agencies.pages import Request
from notifications.inbox.calls import ToAnswer, to_answer
from notifications.inbox.queries import unread_of
from notifications.inbox.words import counted, left_until, on_the_clock


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    page = reverse("notifications")
    for waiting in to_answer(request.actor, at):
        yield _to_answer(waiting, f"{page}#call-{waiting.call.pk}", at)
    if count := unread_of(request).total:
        yield ToDo(
            f"Read {counted(count, 'notification')}", page, "Reference and task only. Open the case for the rest."
        )


def _to_answer(waiting: ToAnswer, href: str, at: datetime) -> ToDo:
    verb = f"Say you have it: {waiting.title}"
    climbs_at = waiting.call.climbs_at
    if not waiting.to or climbs_at is None:
        return ToDo(verb, href, f"{waiting.told} It climbs no further.", left="Nobody has it", colour="orange")
    about = f"{waiting.told} If nobody answers, it goes to {waiting.to}."
    due = f"climbs {on_the_clock(climbs_at, at)}"
    return ToDo(verb, href, about, left=left_until(climbs_at, at), due=due, colour="orange")
