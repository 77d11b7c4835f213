"""Beginning a draft, naming it, and adding somebody who was found with them."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Membership
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import listing
from referrals.models import Encounter, Referral
from referrals.rules.reference import new_reference
from victims.models import Person

MOST_TOGETHER = 30


@transaction.atomic
def start(*, by: Actor, at: datetime, together_with: Encounter | None = None) -> Referral:
    """A draft in which nothing is answered. The unit is the author's, so that somebody can find it left lying."""
    access.require(by, Permission.START_REFERRAL, {Relation.OWN_AGENCY})
    membership = Membership.objects.get(user=by.user_id, agency=by.agency_id, deactivated_at=None)
    referral = Referral.objects.create(
        reference=_unused_reference(at),
        person=Person.objects.create(),
        encounter=together_with or Encounter.objects.create(agency=membership.agency),
        agency=membership.agency,
        author_id=by.user_id,
        holder_id=by.user_id,
        unit=membership.units.first(),
        started_at=at,
        saved_at=at,
    )
    audit.record(Operation.COLLECTION, "referral.started", referral.reference, by=by, at=at)
    return referral


@transaction.atomic
def add_person(pk: int, *, by: Actor, at: datetime) -> Referral:
    """Somebody found with them: the facts of the encounter are shared, consent and the referral are their own."""
    referral = _locked(pk, Permission.ANSWER_REFERRAL, by)
    encounter = Encounter.objects.select_for_update().get(pk=referral.encounter_id)
    if encounter.referrals.count() >= MOST_TOGETHER:
        raise Refused(f"At most {MOST_TOGETHER} people can be kept together. Begin a new referral for the others.")
    return start(by=by, at=at, together_with=encounter)


@transaction.atomic
def rename(pk: int, *, label: str, by: Actor, at: datetime) -> Referral:
    referral = _locked(pk, Permission.ANSWER_REFERRAL, by)
    if referral.label != label:
        referral.label = label
        referral.save(update_fields=["label"])
        audit.record(
            Operation.ALTERATION, "referral.renamed", referral.reference, by=by, at=at, changed={"label": label}
        )
        listing.refresh(referral, at=at, by=by)
    return referral


def _locked(pk: int, permission: Permission, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    return referral


def _unused_reference(at: datetime) -> str:
    drawn = iter(lambda: new_reference(localtime(at).year), None)
    return next(reference for reference in drawn if not Referral.objects.filter(reference=reference).exists())
