"""That the Home Office or another force told us of somebody: a case of ours, though nobody here began a referral."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import AgencyKind, Permission, Relation
from agencies.refusals import Refused
from agencies.shell.partial_date import PartialDate
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import deadlines, listing, stepping
from referrals.decisions.moved import done_already, opened
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Status, Step
from referrals.intake.actions import start
from referrals.models import InboundNotice, Referral, StepTaken
from referrals.rules.clocks import start_of
from referrals.telling import tell_unit
from victims.enums import AgeGroup

ONLY_A_FORCE = "Only a police force is told in this way. Begin a referral instead."


@transaction.atomic
def record_inbound(
    *,
    key: UUID,
    told_by: str,
    told_on: date,
    reference: str,
    text: str,
    given_names: str,
    family_name: str,
    born_on: PartialDate | None,
    age_now: AgeGroup | None,
    by: Actor,
    at: datetime,
) -> Referral:
    """The same page sent twice makes one case. The clock for the crime runs from the day on which we were told."""
    access.require(by, Permission.RECORD_INBOUND, {Relation.OWN_AGENCY})
    if made := Referral.objects.filter(lodging_key=key, author=by.user_id).first():
        return made
    referral = start(by=by, at=at)
    if referral.agency.kind != AgencyKind.POLICE:
        raise Refused(ONLY_A_FORCE)
    _take_in(referral, key, by, at)
    _keep_person(referral, given_names, family_name, born_on, age_now)
    said = {"told_by": told_by, "told_on": told_on, "reference": reference, "text": text}
    InboundNotice.objects.create(referral=referral, **said, recorded_by_id=by.user_id, recorded_at=at)
    changed = {**said, "told_on": str(told_on)}
    audit.record(Operation.COLLECTION, "inbound.recorded", referral.reference, by=by, at=at, changed=changed)

    since = at if told_on == localdate(at) else start_of(told_on)
    deadlines.start(referral, DeadlineKind.CRIME_RECORD, owner_id=by.user_id, by=by, at=at, event_at=since)
    deadlines.keep_up_with_route(dossier_of(referral), by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    tell_unit(referral, NoticeKind.LODGED, "inbound", at)
    return referral


def _take_in(referral: Referral, key: UUID, by: Actor, at: datetime) -> None:
    facts = {"status": Status.INBOUND, "lodging_key": key, "lodged_at": at, "lodged_by_id": by.user_id}
    whose = {"force_id": by.agency_id, "owner_id": by.user_id}
    for name, value in {**facts, **whose}.items():
        setattr(referral, name, value)
    referral.save(update_fields=["status", "lodging_key", "lodged_at", "lodged_by", "force", "owner"])


def _keep_person(
    referral: Referral, given_names: str, family_name: str, born_on: PartialDate | None, age_now: AgeGroup | None
) -> None:
    person = referral.person
    person.given_names, person.family_name, person.born_on = given_names, family_name, born_on
    person.age_now = age_now or ""
    person.save(update_fields=["given_names", "family_name", "born_on", "age_now"])


@transaction.atomic
def take_on_inbound(pk: int, *, seen: int, by: Actor, at: datetime) -> StepTaken:
    """Not in the NRM yet: it is ours to check and to send. What is missing is answered as after an urgent referral."""
    referral = opened(pk, Permission.WORK_CASE, by)
    if done := done_already(referral, seen, Step.TAKE_ON_INBOUND, by):
        return done
    taken = stepping.take(referral, Step.TAKE_ON_INBOUND, by=by, at=at)
    referral.is_urgent = True
    referral.save(update_fields=["is_urgent"])
    deadlines.start_for_lodging(dossier_of(referral), by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    return taken
