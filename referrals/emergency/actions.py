"""Opening a case that cannot wait, and reviewing that somebody did."""

from datetime import datetime
from typing import cast

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.refusals import BoxRefused, Refused
from audit import actions as audit
from audit.enums import Operation, Outcome
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import telling
from referrals.emergency import queries, rules
from referrals.enums import ReviewOutcome
from referrals.models import EmergencyOpening, Referral


def open_case(*, reference: str, reason: str, by: Actor, at: datetime) -> EmergencyOpening:
    """For an hour, to read. The unit and the auditors are told in the same moment.

    A refusal is on the ledger with the case that was named, and says to nobody whether there is one.
    """
    access.require(by, Permission.OPEN_IN_EMERGENCY, {Relation.OWN_AGENCY})
    named = queries.find(reference)
    problem = rules.reason_not_to_open(queries.standing(named, by) if named else None, reason)
    if named is None or problem:
        _refused(named, by, at)
        raise BoxRefused("reason" if problem == rules.SAY_WHY else "reference", problem or rules.NOT_THIS_ONE)
    return _open(named, reason, by, at)


@transaction.atomic
def review(pk: int, *, outcome: ReviewOutcome, note: str, by: Actor, at: datetime) -> EmergencyOpening:
    access.require(by, Permission.REVIEW_EMERGENCY, {Relation.OWN_AGENCY})
    found = EmergencyOpening.objects.of_agency(by).select_for_update(of=("self",)).get(pk=pk)
    problem = rules.reason_not_to_review(
        is_own=found.person_id == by.user_id, is_reviewed=found.reviewed_at is not None, note=note
    )
    if problem:
        raise Refused(problem)
    found.outcome, found.note, found.reviewed_by_id, found.reviewed_at = outcome, note, by.user_id, at
    found.save(update_fields=["outcome", "note", "reviewed_by", "reviewed_at"])
    reference = found.referral.reference
    changed = {"emergency": found.pk, "outcome": outcome, "note": note}
    audit.record(Operation.ALTERATION, "emergency.reviewed", reference, by=by, at=at, changed=changed)
    return found


@transaction.atomic
def _open(named: Referral, reason: str, by: Actor, at: datetime) -> EmergencyOpening:
    """Asked once more under the lock: somebody may be kept from it this very moment."""
    referral = Referral.objects.locked(named.pk)
    if problem := rules.reason_not_to_open(queries.standing(referral, by), reason):
        raise BoxRefused("reference", problem)
    made = EmergencyOpening.objects.create(
        referral=referral,
        agency_id=cast("int", by.agency_id),
        person_id=by.user_id,
        reason=reason,
        opened_at=at,
        ends_at=rules.ends_at(at),
        review_by=rules.review_by(at),
    )
    changed = {"emergency": made.pk, "reason": reason}
    audit.record(Operation.CONSULTATION, "emergency.opened", referral.reference, by=by, at=at, changed=changed)
    occasion = f"emergency {made.pk}"
    telling.tell_unit(referral, NoticeKind.OPENED_IN_EMERGENCY, occasion, at)
    people = queries.auditors(made.agency_id, at)
    notifications.post(NoticeKind.EMERGENCY_TO_REVIEW, occasion=occasion, at=at, people=people)
    return made


def _refused(named: Referral | None, by: Actor, at: datetime) -> None:
    shown = [named.reference] if named else []
    with transaction.atomic():
        audit.record(Operation.SECURITY, "emergency.refused", by=by, at=at, outcome=Outcome.REFUSED, shown=shown)
