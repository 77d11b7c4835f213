"""Writing a notification and having it read by somebody else; making papers, which is recorded."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals.dossier import Dossier, dossier_of
from referrals.enums import Status
from referrals.models import NotificationText, Referral
from referrals.papers.copying import Sheet
from referrals.papers.giveaways import sentence
from referrals.papers.made import made_by
from referrals.papers.notification import reason_not_to_notify
from referrals.papers.notify import notification_sheet
from referrals.papers.pack import pack_sheet, reason_not_to_pack
from referrals.papers.queries import notification_of
from referrals.papers.referrer_copy import reason_not_to_copy, referrer_sheet
from referrals.papers.typesetting import typeset
from referrals.telling import tell_unit

WRITTEN_MEANWHILE = "Somebody else saved this while you wrote. Compare both below, then save again."
CHANGED_MEANWHILE = "It was written again while you read. Read it once more."
NOTHING_WRITTEN = "There is no text yet, so there is nothing to check."
DISCARDED = "This draft was discarded, so nothing is made of it."
OWN_TEXT = "You wrote this. Somebody else has to read it."


@transaction.atomic
def write_notification(pk: int, *, version: int, by: Actor, at: datetime, **answers: str) -> NotificationText:
    """Any change undoes the check, and asks the unit for another."""
    referral = _locked(pk, Permission.MAKE_PAPERS, by)
    _refuse_without_notification(dossier_of(referral), at)
    saved = NotificationText.objects.get_or_create(referral=referral)[0]
    changed = {name: value for name, value in answers.items() if getattr(saved, name) != value}
    if not changed:
        return saved
    if version != saved.version:
        raise Stale(WRITTEN_MEANWHILE)
    _write(saved, changed, by, at)
    audit.record(Operation.ALTERATION, "notification.written", referral.reference, by=by, at=at, changed=changed)
    _ask_for_a_reader(referral, saved, at)
    return saved


def _write(saved: NotificationText, changed: Mapping[str, str], by: Actor, at: datetime) -> None:
    for name, value in changed.items():
        setattr(saved, name, value)
    saved.version += 1
    saved.written_by_id = by.user_id
    saved.written_at = at
    saved.save()


def _ask_for_a_reader(referral: Referral, saved: NotificationText, at: datetime) -> None:
    """Of a draft, nobody but its author knows yet."""
    if saved.text and referral.is_lodged:
        tell_unit(referral, NoticeKind.SECOND_CHECK, f"version {saved.version}", at)


@transaction.atomic
def check_notification(pk: int, *, version: int, by: Actor, at: datetime) -> NotificationText:
    """By somebody other than whoever wrote it."""
    dossier = dossier_of(_locked(pk, Permission.CHECK_NOTIFICATION, by))
    _refuse_without_notification(dossier, at)
    saved = dossier.notification_text
    if problem := reason_not_to_check(dossier, version, by, localdate(at)):
        raise problem
    saved.checked_version, saved.checked_by_id, saved.checked_at = saved.version, by.user_id, at
    saved.save(update_fields=["checked_version", "checked_by", "checked_at"])
    audit.record(Operation.ALTERATION, "notification.checked", dossier.referral.reference, by=by, at=at)
    return saved


def reason_not_to_check(dossier: Dossier, version: int, by: Actor, today: date) -> Refused | None:
    saved = dossier.notification_text
    if not saved.text:
        return Refused(NOTHING_WRITTEN)
    if saved.version != version:
        return Stale(CHANGED_MEANWHILE)
    if saved.written_by_id == by.user_id:
        return Refused(OWN_TEXT)
    found = notification_of(dossier, today).found
    return Refused(f"This cannot be marked as checked: it holds {sentence(found)}.") if found else None


# Papers


@transaction.atomic
def make_pack(pk: int, *, by: Actor, at: datetime) -> bytes:
    dossier = _dossier(pk, by)
    if problem := reason_not_to_pack(dossier.routing(localdate(at)).route):
        raise Refused(problem)
    audit.record(Operation.DISCLOSURE, "pack.made", dossier.referral.reference, by=by, at=at)
    return typeset("pack", pack_sheet(dossier, made_by(by, at)), at)


@transaction.atomic
def make_notification(pk: int, *, by: Actor, at: datetime) -> bytes:
    dossier = _dossier(pk, by)
    _refuse_without_notification(dossier, at)
    audit.record(Operation.DISCLOSURE, "notification.made", dossier.referral.reference, by=by, at=at)
    return typeset("notification", notification_sheet(notification_of(dossier, localdate(at)).facts), at)


@transaction.atomic
def make_referrer_copy(pk: int, *, by: Actor, at: datetime) -> bytes:
    dossier = _dossier(pk, by)
    if problem := reason_not_to_copy(dossier):
        raise Refused(problem)
    audit.record(Operation.DISCLOSURE, "referrer_copy.made", dossier.referral.reference, by=by, at=at)
    return typeset("referrer-copy", referrer_sheet(dossier, made_by(by, at)), at)


@transaction.atomic
def lay_out_for_copying(pk: int, *, by: Actor, at: datetime) -> Sheet:
    """Whoever reads it reads everything that goes out."""
    dossier = _dossier(pk, by)
    audit.record(Operation.CONSULTATION, "copying.opened", dossier.referral.reference, by=by, at=at)
    return Sheet(dossier, localdate(at))


def _dossier(pk: int, by: Actor) -> Dossier:
    referral = Referral.objects.get(pk=pk)
    access.require(by, Permission.MAKE_PAPERS, referral.relations_to(by))
    _refuse_discarded(referral)
    return dossier_of(referral)


def _locked(pk: int, permission: Permission, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    _refuse_discarded(referral)
    return referral


def _refuse_discarded(referral: Referral) -> None:
    if referral.status == Status.DISCARDED:
        raise Refused(DISCARDED)


def _refuse_without_notification(dossier: Dossier, at: datetime) -> None:
    if problem := reason_not_to_notify(dossier.routing(localdate(at)).route):
        raise Refused(problem)
