"""Passing a draft to somebody who carries on with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.models import Membership, Unit
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals.intake import recipients
from referrals.models import Referral

LODGED = "This was passed on meanwhile, so it is no longer a draft."
NOBODY = "Choose a colleague who may work on referrals, or a unit of your agency."


@transaction.atomic
def hand_over(pk: int, *, to: str, by: Actor, at: datetime) -> Referral:
    """`to` is "person-" or "unit-" with a key. The author keeps sight of it; whoever holds it is told."""
    draft = _locked_draft(pk, Permission.HAND_OVER_DRAFT, by)
    kind, _, key = to.partition("-")
    if kind == "unit":
        unit = recipients.units(by, at=at).filter(pk=_number(key)).first()
        _give_to_unit(draft, unit, at)
    else:
        colleague = recipients.colleagues(by, at=at).filter(pk=_number(key)).first()
        _give_to_person(draft, colleague, at)
    _record("draft.handed_over", draft, by, at)
    return draft


@transaction.atomic
def take_over(pk: int, *, by: Actor, at: datetime) -> Referral:
    """What was handed to one's unit, or was left lying. The first who asks has it."""
    draft = _locked_draft(pk, Permission.ANSWER_REFERRAL, by)
    if draft.holder_id == by.user_id:
        return draft
    if draft.holder and not draft.is_left_lying:
        raise Refused(f"{draft.holder} has it already.")
    draft.holder_id = by.user_id
    draft.save(update_fields=["holder"])
    _record("draft.taken_over", draft, by, at)
    return draft


def _locked_draft(pk: int, permission: Permission, by: Actor) -> Referral:
    draft = Referral.objects.locked(pk)
    access.require(by, permission, draft.relations_to(by))
    if not draft.is_draft:
        raise Refused(LODGED)
    return draft


def _give_to_unit(draft: Referral, unit: Unit | None, at: datetime) -> None:
    if unit is None:
        raise Refused(NOBODY)
    draft.holder, draft.unit = None, unit
    draft.save(update_fields=["holder", "unit"])
    _tell(draft, at, units=[unit.pk])


def _give_to_person(draft: Referral, colleague: Membership | None, at: datetime) -> None:
    """It is in the queue of their unit from then on, so that it is found if they leave it lying too."""
    if colleague is None:
        raise Refused(NOBODY)
    draft.holder = colleague.user
    draft.unit = colleague.units.order_by("pk").first() or draft.unit
    draft.save(update_fields=["holder", "unit"])
    _tell(draft, at, people=[colleague.user_id])


def _tell(draft: Referral, at: datetime, *, units: Sequence[int] = (), people: Sequence[int] = ()) -> None:

    kind, occasion = NoticeKind.HANDED_OVER, at.isoformat()
    notifications.post(kind, draft.reference, occasion=occasion, at=at, units=units, people=people)


def _record(event: str, draft: Referral, by: Actor, at: datetime) -> None:
    changed = {"holder": draft.holder_id, "unit": draft.unit_id}
    audit.record(Operation.ALTERATION, event, draft.reference, by=by, at=at, changed=changed)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
