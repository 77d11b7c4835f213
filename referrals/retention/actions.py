"""Keeping a closed case, holding it, and erasing it: one supervisor asks, another sees what would go and answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals.enums import ErasureBasis, RetentionGroup
from referrals.evidence import store
from referrals.models import Erasure, LegalHold, Referral, RetentionReview
from referrals.retention import queries, rules
from referrals.telling import tell_people, tell_supervisors


@transaction.atomic
def review(pk: int, *, group: RetentionGroup, reason: str, by: Actor, at: datetime) -> RetentionReview:
    """That it is kept, and until when. Whoever reads it later sees every review there was."""
    referral = _locked(pk, by)
    ended = queries.ended_on(referral)
    if ended is None:
        raise Refused(rules.NOT_ENDED)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    review_on = rules.next_review(group, ended, localdate(at))
    made = RetentionReview.objects.create(
        referral=referral, group=group, reason=reason, review_on=review_on, reviewed_by_id=by.user_id, reviewed_at=at
    )
    _record(referral, "retention.reviewed", by, at, group=group, reason=reason, review_on=str(review_on))
    return made


@transaction.atomic
def place_hold(pk: int, *, reason: str, by: Actor, at: datetime) -> LegalHold:
    referral = _locked(pk, by)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHAT_NEEDS_IT)
    made = LegalHold.objects.create(referral=referral, reason=reason, placed_by_id=by.user_id, placed_at=at)
    _record(referral, "hold.placed", by, at, reason=reason)
    return made


@transaction.atomic
def end_hold(pk: int, hold: int, *, reason: str, by: Actor, at: datetime) -> LegalHold:
    referral = _locked(pk, by)
    found = LegalHold.objects.get(pk=hold, referral=referral)
    if found.ended_at:
        raise Refused(rules.ENDED_ALREADY)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    found.ended_at, found.ended_by_id, found.end_reason = at, by.user_id, reason
    found.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _record(referral, "hold.ended", by, at, reason=reason)
    return found


# Erasing


@transaction.atomic
def ask_to_erase(pk: int, *, basis: ErasureBasis, reason: str, by: Actor, at: datetime) -> Erasure:
    referral = _locked(pk, by)
    if queries.asked(referral):
        raise Refused(rules.ASKED_ALREADY)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    if problem := rules.reason_not_to_erase(queries.facts_of(referral, at), basis, localdate(at)):
        raise BoxRefused("basis", problem)
    made = Erasure.objects.create(
        reference=referral.reference, case_key=referral.pk, force_id=referral.force_id or 0,
        basis=basis, reason=reason, asked_by_id=by.user_id, asked_at=at,
    )  # fmt: skip
    _record(referral, "erasure.asked", by, at, basis=basis)
    tell_supervisors(referral, NoticeKind.APPROVAL_ASKED, f"erasure {made.pk}", at, {by.user_id})
    return made


@transaction.atomic
def refuse(pk: int, *, reason: str, by: Actor, at: datetime) -> Erasure:
    """Also by whoever asked, who takes it back so."""
    referral = _locked(pk, by)
    found = _waiting(referral)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    found.refused_at, found.refused_by_id, found.refusal_reason = at, by.user_id, reason
    found.save(update_fields=["refused_at", "refused_by", "refusal_reason"])
    _record(referral, "erasure.refused", by, at, reason=reason)
    if found.asked_by_id != by.user_id:
        tell_people(referral, NoticeKind.APPROVAL_ANSWERED, f"erasure {found.pk}", at, [found.asked_by_id])
    return found


@transaction.atomic
def approve(pk: int, *, by: Actor, at: datetime) -> Erasure:
    """Erases it. The database looks once more whether two people agreed and nothing holds it."""
    referral = _locked(pk, by)
    found = _waiting(referral)
    if problem := rules.reason_not_to_answer(is_answered=False, is_asker=found.asked_by_id == by.user_id):
        raise Refused(problem)
    if queries.was_changed_since(referral, found.asked_at):
        raise Refused(rules.CHANGED_SINCE)
    if problem := rules.reason_not_to_erase(queries.facts_of(referral, at), ErasureBasis(found.basis), localdate(at)):
        raise Refused(problem)
    stored = list(referral.files.values_list("stored_as", flat=True))
    found.approved_at, found.approved_by_id, found.files = at, by.user_id, len(stored)
    found.save(update_fields=["approved_at", "approved_by", "files"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_case(%s)", [found.pk])
    # Nothing of what is gone may be proved any more, so there is no digest.
    audit.record(Operation.ERASURE, "case.erased", found.reference, by=by, at=at, shown=[f"erasure:{found.pk}"])
    transaction.on_commit(lambda: _forget(stored))
    found.refresh_from_db()
    return found


def _forget(stored: Sequence[str]) -> None:
    """What is left where this fails is on no row, and is forgotten within a day."""
    for name in stored:
        store.forget(name)


def _waiting(referral: Referral) -> Erasure:
    found = queries.asked(referral)
    if found is None:
        raise Refused(rules.ANSWERED)
    return Erasure.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _locked(pk: int, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.APPROVE, referral.relations_to(by))
    return referral


def _record(referral: Referral, event: str, by: Actor, at: datetime, **changed: object) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)
