"""What an administrator reads of a row that did not get through: a reference at most, and never a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

from agencies.models import Agency
from agencies.pages import Page, page_after
from notifications.desk import queries
from notifications.desk.queries import What
from notifications.inbox.words import capped, counted, on_the_clock
from notifications.models import Call, Message, Notice
from notifications.watch import runs

ORDER = ["-posted_at", "-pk"]
DIGEST = "The day’s e-mail"


class Show(TextChoices):
    MESSAGES = "messages", "Messages"
    NOTICES = "notices", "Notices"
    CALLS = "calls", "Nobody has answered"
    TASKS = "tasks", "Scheduled tasks"


@dataclass(frozen=True)
class Row:
    """`again` and `stop`: where its buttons send to."""

    about: str
    reference: str
    whom: str
    when: str
    became: str
    is_waiting: bool
    again: str
    stop: str


def counts(agency: Agency) -> list[tuple[Show, str]]:
    found = {
        Show.MESSAGES: queries.count_in_trouble(What.MESSAGE, agency),
        Show.NOTICES: queries.count_in_trouble(What.NOTICE, agency),
        Show.CALLS: queries.unanswered(agency).count(),
    }
    return [(show, f"{show.label} ({capped(found[show])})" if found.get(show) else show.label) for show in Show]


def page(show: Show, agency: Agency, after: str, at: datetime) -> dict[str, object]:
    """What the page of this part shows."""
    match show:
        case Show.TASKS:
            return {"tasks": runs.tasks(at)}
        case Show.CALLS:
            calls = page_after(queries.unanswered(agency), ORDER, after)
            return {"calls": [_call(call, at) for call in calls.rows], "next_after": calls.next_after}
        case _:
            what = What.MESSAGE if show == Show.MESSAGES else What.NOTICE
            found: Page[Any] = page_after(queries.listed(what, agency), ORDER, after)
            return {"rows": list(_rows(what, found.rows, at)), "next_after": found.next_after}


def _rows(what: What, rows: Iterable[Notice | Message], at: datetime) -> Iterable[Row]:
    name = what.name.lower()
    for row in rows:
        notice = row.notice if isinstance(row, Message) else row
        yield Row(
            about=notice.get_kind_display() if notice else DIGEST,
            reference=notice.reference if notice else "",
            whom=_whom(row),
            when=on_the_clock(row.posted_at, at),
            became=_became(what, row, at),
            is_waiting=row.outcome == what.waiting,
            again=reverse(f"try-{name}-again", args=[row.pk]),
            stop=reverse(f"cancel-{name}", args=[row.pk]),
        )


def _whom(row: Notice | Message) -> str:
    if isinstance(row, Notice):
        return row.recipient
    whom = f"{row.unit}, mailbox" if row.unit else str(row.person)
    return f"{whom} ({row.get_channel_display().lower()})"


def _became(what: What, row: Notice | Message, at: datetime) -> str:
    """The name of an error beside it, which whoever runs the service can look up."""
    said = row.get_outcome_display()
    if row.outcome == what.waiting:
        said = f"Tried {counted(row.attempts, 'time')}, again from {on_the_clock(row.next_try_at, at)}"
    return f"{said} ({row.last_error})" if row.last_error else said


def _call(call: Call, at: datetime) -> tuple[str, str, str]:
    steps = counted(call.rung + 1, "step")
    return call.get_kind_display(), call.reference, f"Since {on_the_clock(call.posted_at, at)}, told in {steps}"
