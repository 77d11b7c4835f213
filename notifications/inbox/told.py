"""Who was told of a case: when, by which channel, what became of it, and who has it. For whoever may see the case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Prefetch
from django.utils.timezone import localtime

from agencies.statements import A_NAME, Statement
from notifications.enums import Channel, Delivery, NoticeKind, Rung, Sending
from notifications.inbox.words import on_the_clock
from notifications.models import Call, InboxItem, Message, Notice

# Where the words of a kind speak to whoever was told.
OF_SOMEBODY_ELSE: dict[str, str] = {NoticeKind.HANDED_OVER: "a draft or a case was handed to them"}
CLIMBED = {
    Rung.PEOPLE: "they were told",
    Rung.UNIT: "the next unit was told",
    Rung.SUPERVISOR: "the duty supervisor was told",
    Rung.ALL_SUPERVISORS: "every supervisor of the agency was told",
}


@dataclass(frozen=True)
class Told:
    """One notice. `climbed` says why somebody further up was told; `became` are sentences.

    `has_it`: who answered, beside the last that was told. `to_answer`: the call that the reader can say they have.
    """

    what: str
    whom: str
    at: datetime
    when: str
    climbed: str
    has_it: str
    became: list[str]
    to_answer: int | None


def who_was_told(reference: str, *, at: datetime, reader: int | None = None) -> list[Told]:
    """In the order in which it was posted. Three questions, however many there were."""
    told = _notices().rows({A_NAME: reference})
    last = {notice.call_id: notice for notice in told}
    asking = {notice.call_id: notice for notice in told if _asks(notice, reader)}
    return [
        _told(notice, at, is_last=last[notice.call_id] is notice, is_asking=asking.get(notice.call_id) is notice)
        for notice in told
    ]


@cache
def _notices() -> Statement[Notice]:
    notices = Notice.objects.filter(reference=A_NAME).select_related("unit", "person", "call__acknowledged_by")
    items = Prefetch("items", InboxItem.objects.select_related("person", "instead_of"))
    return Statement(notices.prefetch_related(items, "messages").order_by("posted_at", "pk"))


def _asks(notice: Notice, reader: int | None) -> bool:
    """Whether the reader was told by this, and nobody has answered yet."""
    is_open = notice.call is not None and notice.call.is_open
    return is_open and any(item.person_id == reader for item in notice.items.all())


def _told(notice: Notice, at: datetime, *, is_last: bool, is_asking: bool) -> Told:
    return Told(
        what=OF_SOMEBODY_ELSE.get(notice.kind) or _lower(notice.get_kind_display()),
        whom=notice.recipient,
        at=notice.posted_at,
        when=on_the_clock(notice.posted_at, at),
        climbed=_climbed(notice),
        has_it=_has_it(notice.call, at) if notice.call and is_last else "",
        became=[*_in_the_service(notice, at), *_by_message(notice.messages.all(), at), *_read(notice, at)],
        to_answer=notice.call_id if is_asking else None,
    )


def _climbed(notice: Notice) -> str:
    steps = notice.call.steps if notice.call else ()
    if not 0 < notice.rung < len(steps):
        return ""
    return f"Nobody answered by {localtime(notice.posted_at):%H:%M}, so {CLIMBED[steps[notice.rung].rung]}."


def _has_it(call: Call, at: datetime) -> str:
    if call.acknowledged_by and call.acknowledged_at:
        return f"{call.acknowledged_by} has it, since {on_the_clock(call.acknowledged_at, at)}."
    if call.settled_at:
        return f"Done, {on_the_clock(call.settled_at, at)}."
    return "Nobody has said yet that they have it."


def _in_the_service(notice: Notice, at: datetime) -> Iterator[str]:
    if notice.delivered_at and notice.outcome == Delivery.DELIVERED:
        yield f"In this service: {on_the_clock(notice.delivered_at, at)}."
    else:
        yield f"In this service: {_lower(notice.get_outcome_display())}."
    for item in notice.items.all():
        if item.instead_of:
            yield f"{item.person} got it for {item.instead_of}, who is away."


def _by_message(messages: Iterable[Message], at: datetime) -> Iterator[str]:
    """Those to a mailbox or a telephone one by one; those to people counted by what became of them."""
    to_people: dict[str, int] = {}
    for message in messages:
        if message.person_id is None:
            yield f"{_way(message)}: {_outcome(message, at)}."
        else:
            label = _lower(message.get_outcome_display())
            to_people[label] = to_people.get(label, 0) + 1
    for label, count in to_people.items():
        yield f"E-mail to {'1 person' if count == 1 else f'{count} people'}: {label}."


def _way(message: Message) -> str:
    return "E-mail to the mailbox" if message.channel == Channel.EMAIL else "Text message"


def _outcome(message: Message, at: datetime) -> str:
    label = _lower(message.get_outcome_display())
    is_out = message.outcome in (Sending.SENT, Sending.RECEIVED)
    return f"{label}, {on_the_clock(message.sent_at, at)}" if is_out and message.sent_at else label


def _read(notice: Notice, at: datetime) -> Iterator[str]:
    items = list(notice.items.all())
    readers = sorted((item.read_at, item.pk, item) for item in items if item.read_at)
    if not items:
        return
    if not readers:
        yield "Not read yet." if notice.person_id else f"Read by none of {len(items)}."
        return
    first_at, _, first = readers[0]
    yield _read_by(first, len(readers), len(items), on_the_clock(first_at, at), is_for_unit=notice.unit_id is not None)


def _read_by(first: InboxItem, readers: int, of: int, when: str, *, is_for_unit: bool) -> str:
    if not is_for_unit and of == 1:
        return f"Read by {first.person}, {when}."
    return f"Read by {readers} of {of}: first {first.person}, {when}."


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
