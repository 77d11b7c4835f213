"""Asking for more of a case, for longer, or at all; and what those who have it answer."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation, Outcome
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import chores
from referrals.enums import WishAnswer, WishKind
from referrals.models import Referral, Share, ShareWish
from referrals.sharing.wishing import queries, rules
from referrals.telling import tell_unit

GONE = "This is not shared with you any more."
TITLE = "Another agency asks about sharing: answer it"
DETAILS = "Under Access, “Shared with other agencies”: share what they need, or refuse with a reason."


@transaction.atomic
def ask(reference: str, *, kind: WishKind, text: str, by: Actor, at: datetime) -> ShareWish:
    """About a share of theirs, whether it can be seen still or not."""
    access.require(by, Permission.SEE_SHARED, {Relation.OWN_AGENCY})
    found = Share.objects.received_by(by).with_consent().filter(reference=reference).first()
    if found is None:
        raise NotAllowed(GONE)
    referral = Referral.objects.locked(found.referral_id)
    is_waiting = queries.waits_for_answer(referral, found.to_agency_id)
    if problem := rules.reason_not_to_ask(kind, found.state_on(at), text, is_waiting=is_waiting):
        raise BoxRefused(*problem)
    return _asked(referral, found, kind, text, by, at)


@transaction.atomic
def ask_to_see(*, force: int, reference: str, text: str, by: Actor, at: datetime) -> None:
    """By its reference, of which somebody told them. Whoever asks is not told whether there is such a case."""
    access.require(by, Permission.SEE_SHARED, {Relation.OWN_AGENCY})
    if not queries.forces_to_ask(by, localdate(at)).filter(pk=force).exists():
        raise Refused(rules.CHOOSE_FORCE)
    if not text.strip():
        raise BoxRefused("text", rules.SAY_WHAT_FOR)
    meant = Referral.objects.filter(reference=reference, force=force, lodged_at__isnull=False).first()
    referral = Referral.objects.locked(meant.pk) if meant else None
    if referral is None or referral.bars(by) or queries.waits_for_answer(referral, by.agency_id or 0):
        audit.record(Operation.CONSULTATION, "wish.sent", reference, by=by, at=at, outcome=Outcome.REFUSED)
        return
    _asked(referral, None, WishKind.ACCESS, text, by, at)


@transaction.atomic
def refuse(pk: int, wish: int, *, reason: str, by: Actor, at: datetime) -> ShareWish:
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.SHARE_CASE, referral.relations_to(by))
    found = ShareWish.objects.select_related("task__referral", "share").get(pk=wish, referral=referral)
    if found.answer:
        raise Refused(rules.ANSWERED_ALREADY)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    found.answer_text = reason
    _answer(found, WishAnswer.REFUSED, by, at)
    if share := found.share:
        people = share.receivers_on(localdate(at))
        notifications.post(
            NoticeKind.SHARE_WISH_ANSWERED, share.reference, occasion=f"wish {wish}", at=at, people=people
        )
    return found


def grant(made: Share, *, by: Actor, at: datetime) -> None:
    """In the transaction that shares with the agency. They hear of the share."""
    for wish in queries.waiting(made.referral).filter(agency=made.to_agency_id).select_related("task__referral"):
        _answer(wish, WishAnswer.SHARED, by, at)


def _asked(referral: Referral, share: Share | None, kind: WishKind, text: str, by: Actor, at: datetime) -> ShareWish:
    task = chores.give(referral, TITLE, DETAILS, by=by, at=at)
    made = ShareWish.objects.create(
        referral=referral, share=share, agency_id=by.agency_id or 0, kind=kind, text=text, task=task,
        asked_by_id=by.user_id, asked_at=at,
    )  # fmt: skip
    shown, changed = [share.reference] if share else [], {"kind": kind, "text": text}
    audit.record(Operation.ALTERATION, "wish.sent", referral.reference, by=by, at=at, shown=shown, changed=changed)
    if referral.owner_id is None:
        tell_unit(referral, NoticeKind.SHARE_ANSWERED, f"wish {made.pk}", at)
    return made


def _answer(wish: ShareWish, answer: WishAnswer, by: Actor, at: datetime) -> None:
    wish.answer, wish.answered_by_id, wish.answered_at = answer, by.user_id, at
    wish.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    reference, changed = wish.referral.reference, {"answer": answer, "text": wish.answer_text}
    audit.record(Operation.ALTERATION, "wish.answered", reference, by=by, at=at, changed=changed)
    if wish.task.done_at is None:
        chores.finish(wish.task, f"{wish.agency}: {answer.label.lower()}.", by=by, at=at)
