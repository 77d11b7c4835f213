"""Bringing what was posted to people: into their inbox, with the messages that go out, all in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from notifications import kicking
from notifications.enums import Channel, Delivery, How, NoticeKind
from notifications.habits import queries as habits
from notifications.kinds import KINDS, Kind
from notifications.models import Call, InboxItem, Message, Notice
from notifications.models.notice import OPEN
from notifications.readers import Readers, may_any_of, readers_of
from notifications.rules import retrying
from notifications.rules.reaching import Circumstances, Reached, reach


class NotDelivered(Exception):
    """Some notices did not get through, and will be tried again. Says how many and why, never whose."""


def deliver(ids: Sequence[int], *, at: datetime) -> int:
    """Those that still wait and that nobody else is delivering. One that fails does not hold up the others."""
    failures: list[str] = []
    with transaction.atomic():
        waiting = Notice.objects.filter(OPEN, pk__in=ids)
        locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("unit__agency")
        notices = list(locked.order_by("pk"))
        for notice in notices:
            try:
                with transaction.atomic():
                    _deliver(notice, at)
            except Exception as error:  # noqa: BLE001 whatever it was, the others go on, and it is raised at the end
                failures.append(_note_failure(notice, error, at))
    if failures:
        raise NotDelivered(f"{len(failures)} of {len(notices)} notices: {', '.join(sorted(set(failures)))}")
    return len(notices)


def _deliver(notice: Notice, at: datetime) -> None:
    kind, readers = KINDS[NoticeKind(notice.kind)], readers_of(notice, at)
    told = reach(readers.people, _circumstances(notice, kind, readers, at))
    items = [
        InboxItem(
            notice=notice,
            person_id=person,
            unit_id=notice.unit_id,
            instead_of_id=reached.instead_of,
            delivered_at=at,
            waits_for_digest=reached.how == How.DAILY,
        )
        for person, reached in told.items()
    ]
    InboxItem.objects.bulk_create(items, ignore_conflicts=True)
    _write(notice, kind, told, readers, at)
    notice.outcome, notice.delivered_at = readers.outcome, at
    notice.save(update_fields=["outcome", "delivered_at"])
    if readers.outcome == Delivery.NOBODY_AT_ALL and notice.call_id:
        # There is no use in waiting for somebody to answer.
        Call.objects.filter(pk=notice.call_id, climbs_at__gt=at).update(climbs_at=at)


def _circumstances(notice: Notice, kind: Kind, readers: Readers, at: datetime) -> Circumstances:
    stand_ins = habits.stand_ins(readers.people, at)
    if kind.is_about_a_case:
        stand_ins = {who: other for who, other in stand_ins.items() if may_any_of(other, notice.reference, at)}
    everybody = [*readers.people, *stand_ins.values()]
    return Circumstances(
        wishes=habits.preferences(everybody, NoticeKind(notice.kind)),
        is_for_unit=notice.unit_id is not None,
        must_answer=kind.acknowledge_within is not None,
        is_alarm=readers.is_alarm,
        on_shift=habits.on_shift(notice.unit_id, at) if notice.unit_id else (),
        away=habits.absent(readers.people, at),
        stand_ins=stand_ins,
    )


def _write(notice: Notice, kind: Kind, told: dict[int, Reached], readers: Readers, at: datetime) -> None:
    facts = {"notice": notice, "posted_at": at, "next_try_at": at + retrying.HEAD_START}
    # One that an administrator has delivered again may have been written to some of them.
    before = set(notice.messages.values_list("channel", "person", "unit")) if notice.attempts else set()
    people = [person for person, reached in told.items() if reached.how == How.AT_ONCE]
    messages = [Message(channel=Channel.EMAIL, person_id=person, **facts) for person in people]
    unit = notice.unit
    if unit and readers.is_mailbox_open:
        if unit.mailbox:
            messages.append(Message(channel=Channel.EMAIL, unit=unit, **facts))
        if unit.duty_mobile and kind.acknowledge_within and settings.NOTIFY_TEXT_TEMPLATE:
            messages.append(Message(channel=Channel.TEXT, unit=unit, **facts))
    new = [each for each in messages if (each.channel, each.person_id, each.unit_id) not in before]
    made = Message.objects.bulk_create(new)
    kicking.kick_after_commit(kicking.SEND, [message.pk for message in made])


def _note_failure(notice: Notice, error: Exception, at: datetime) -> str:
    """Kept for the next try. After more than a day it is given up, and an administrator sees it."""
    name = type(error).__name__
    notice.refresh_from_db()
    notice.attempts += 1
    notice.last_error = name[:80]
    notice.next_try_at = at + retrying.gap_after(notice.attempts)
    if retrying.is_given_up(notice.posted_at, at):
        notice.given_up_at, notice.outcome = at, Delivery.FAILED
    notice.save(update_fields=["attempts", "last_error", "next_try_at", "given_up_at", "outcome"])
    return name
