"""Deleting an empty draft, row by row. Nothing that holds something about a person comes here."""

from datetime import datetime

from django.db.models import Model

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from referrals.intake.holding import relations_to
from referrals.models import Encounter, Referral
from victims.models import Person


def erase(referral: Referral, event: str, *, by: Actor | None, at: datetime) -> None:
    """In the caller's transaction, which has locked the draft and found it empty."""
    encounter = Encounter.objects.select_for_update().get(pk=referral.encounter_id)
    _delete_with_rows(referral)
    _delete_with_rows(referral.person)
    if not encounter.referrals.exists():
        _delete_with_rows(encounter)
    audit.record(Operation.ERASURE, event, referral.reference, by=by, at=at)


def _delete_with_rows(owner: Referral | Person | Encounter) -> None:
    for relation in relations_to(type(owner)):
        rows: type[Model] = relation.related_model
        rows._base_manager.filter(**{relation.field.name: owner}).delete()
    owner.delete()
