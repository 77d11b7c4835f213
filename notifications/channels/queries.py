"""Asked again when a message is about to leave: who may see what it is about, and where it goes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.doors.queries import usable_memberships
from agencies.enums import AgencyKind
from agencies.models import Agency, Unit, User
from agencies.people.queries import NEVER_CAME
from notifications.enums import Channel, NoticeKind
from notifications.kinds import KINDS, heard_without_a_case, hears_of
from notifications.models import InboxItem, Message, Notice
from notifications.readers import may_any_of, readers_of
from notifications.subjects import subjects


def address_of(message: Message) -> str:
    """As it is now. Empty where there is none."""
    if message.person:
        return message.person.email if message.channel == Channel.EMAIL else ""
    unit = message.unit
    return (unit.mailbox if message.channel == Channel.EMAIL else unit.duty_mobile) if unit else ""


def may_be_told(message: Message, notice: Notice, at: datetime) -> bool:
    """Whether whoever reads this may see, at this moment, what the notice is about."""
    if message.unit:
        return _may_unit(message.unit, notice, at)
    person = message.person
    if person is None or not person.is_active:
        return False
    kind = NoticeKind(notice.kind)
    if KINDS[kind].is_about_a_case:
        return may_any_of(person.pk, notice.reference, at)
    return any(hears_of(actor, kind) for actor in _actors(person, at))


def _may_unit(unit: Unit, notice: Notice, at: datetime) -> bool:
    """Nobody who reads the mailbox is barred, somebody there may see it, and the unit is still there."""
    today = localdate(at)
    is_there = Unit.objects.on(today).filter(pk=unit.pk, agency__in=Agency.objects.on(today))
    if unit.pk != notice.unit_id or not is_there.exclude(agency__kind=AgencyKind.IMMIGRATION).exists():
        return False
    return readers_of(notice, at).is_mailbox_open


def visible_items(person: User, items: Iterable[InboxItem], at: datetime) -> list[InboxItem]:
    """Those that this person may see now, in the order given. Immigration enforcement is told of nothing."""
    actors, items = _actors(person, at), list(items)
    heard = {kind for actor in actors for kind in heard_without_a_case(actor)}
    seen: set[str] = set()
    named = {item.notice.reference for item in items} - {""}
    for actor in actors if named else ():
        visible = subjects().named_and_visible(actor, "reference")
        found = Notice.objects.filter(visible, reference__in=named)
        seen |= set(found.values_list("reference", flat=True))
    return [item for item in items if item.notice.reference in seen or item.notice.kind in heard]


def _actors(person: User, at: datetime) -> list[Actor]:
    memberships = usable_memberships(person, localdate(at)).exclude(agency__kind=AgencyKind.IMMIGRATION)
    return [membership.actor for membership in memberships.exclude(NEVER_CAME)]
