"""What happens to a case after it was lodged. What was lodged stays as it was; everything here is added to it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import NotAllowed, Refused
from agencies.shell.partial_date import PartialDate
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import correcting, deadlines, disclosed, listing, stepping
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, SafeguardingState, Step, SupplementKind
from referrals.lodging import afterwards as rules
from referrals.lodging.actions.following import follow_route
from referrals.models import Deadline, Referral, SafeguardingStep, SectionState, Supplement
from referrals.telling import tell_unit
from victims.enums import AgeStep, ConsentDecision, ConsentPurpose
from victims.models import AgeEntry, ConsentRecord, Person
from victims.rules.age import SETTLES

LONGEST_OUTCOME = 200


@transaction.atomic
def add_to(pk: int, *, kind: SupplementKind, section: str, text: str, by: Actor, at: datetime) -> Supplement:
    referral = _locked(pk, Permission.ADD_TO_REFERRAL, by)
    if kind not in rules.ADDED:
        raise Refused("Choose whether you add something or correct something.")
    made = _add(referral, kind, text, by, at, section=section)
    if kind == SupplementKind.CORRECTION:
        correcting.tell(made, by=by, at=at)
    return made


@transaction.atomic
def report_error(pk: int, *, text: str, by: Actor, at: datetime) -> Supplement:
    """That the Home Office was told of an error, of an adult or of a child. Takes nothing back."""
    referral = _locked(pk, Permission.ADD_TO_REFERRAL, by)
    _ask(rules.reason_not_to_report_error(is_sent=referral.sendings.filter(mistaken_at=None).exists()))
    return _add(referral, SupplementKind.ERROR, text, by, at)


@transaction.atomic
def withdraw(pk: int, *, text: str, is_their_wish: bool, by: Actor, at: datetime) -> Supplement:
    """An adult stops being in the NRM. Their consent is recorded as withdrawn; nothing of the case is removed."""
    referral = _locked(pk, Permission.RECORD_SENDING, by)
    _ask(rules.reason_not_to_withdraw(rules.facts_of(dossier_of(referral), at)))
    if not is_their_wish:
        raise Refused("Only the person themselves can withdraw. Tick that they decided it.")
    stepping.take(referral, Step.WITHDRAW, by=by, at=at, reason=text)
    ConsentRecord.objects.create(
        person=referral.person,
        purpose=ConsentPurpose.REFERRAL,
        decision=ConsentDecision.WITHDRAWN,
        their_reason=text,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    _record("referral.withdrawn", referral, by, at, {"status": referral.status})
    disclosed.follow_up(referral, by=by, at=at)
    return _add(referral, SupplementKind.WITHDRAWAL, text, by, at)


@transaction.atomic
def record_age(
    pk: int,
    *,
    step: AgeStep,
    on: PartialDate | None,
    decided_by: str,
    reference: str,
    note: str,
    by: Actor,
    at: datetime,
) -> AgeEntry:
    """Where it settles the age, that is what counts from now on. No consent follows from it."""
    referral = _locked(pk, Permission.ADD_TO_REFERRAL, by)
    said = {"step": step, "decided_by": decided_by, "reference": reference, "note": note}
    entry = AgeEntry.objects.create(person=referral.person, on=on, recorded_by_id=by.user_id, recorded_at=at, **said)
    if step in SETTLES:
        Person.objects.filter(pk=referral.person_id).update(age_now=SETTLES[step])
        _make_older(referral, "person", by, at)
    _record(f"age.{step}", referral, by, at, {**said, "on": str(on or "")})
    follow_route(dossier_of(referral), by=by, at=at)
    _tell(referral, by, at)
    return entry


@transaction.atomic
def adopt(pk: int, *, by: Actor, at: datetime) -> Referral:
    """A named first responder answers for it from now on, and what binds their force decides the route."""
    referral = _locked(pk, Permission.ADOPT_CONCERN, by)
    _ask(rules.reason_not_to_adopt(is_concern=referral.is_concern, is_adopted=referral.adopted_at is not None))
    if not by.is_first_responder:
        raise NotAllowed("Only a first responder can take on a concern.")

    referral.adopted_by_id, referral.adopted_at, referral.owner_id = by.user_id, at, by.user_id
    referral.save(update_fields=["adopted_by", "adopted_at", "owner"])
    _record("concern.adopted", referral, by, at, {"adopted_by": by.user_id})
    deadlines.meet(referral, DeadlineKind.ADOPT, outcome="Taken on", by=by, at=at)
    Deadline.objects.filter(referral=referral, done_at=None).update(owner=by.user_id)
    follow_route(dossier_of(referral), by=by, at=at)
    _tell(referral, by, at)
    return referral


@transaction.atomic
def meet_deadline(
    pk: int,
    kind: DeadlineKind,
    *,
    state: SafeguardingState,
    contact: str,
    on: date,
    reference: str,
    note: str,
    by: Actor,
    at: datetime,
) -> SafeguardingStep:
    """The council or the guardian service was told, or is not available here. Kept beside the other agencies told."""
    referral = _locked(pk, Permission.MEET_DEADLINE, by)
    if not referral.deadlines.filter(kind=kind, done_at=None).exists():
        raise Refused("This is done already, or no longer needed.")
    told = {"state": state, "contact": contact, "reference": reference, "note": note}
    step = SafeguardingStep.objects.create(referral=referral, kind=deadlines.OF_A_CHILD[kind], on=on, **told)
    _record(f"safeguarding.{step.kind}", referral, by, at, {**told, "on": str(on)})
    deadlines.meet(referral, kind, outcome=_outcome(step), by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    return step


def _locked(pk: int, permission: Permission, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    if not referral.is_lodged:
        raise Refused(rules.NOT_LODGED)
    return referral


def _make_older(referral: Referral, section: str, by: Actor, at: datetime) -> None:
    """A page of it that is open somewhere cannot write over what was recorded here."""
    newer = {"version": F("version") + 1, "saved_by_id": by.user_id, "saved_at": at, "page_key": ""}
    SectionState.objects.filter(referral=referral, code=section).update(**newer)


def _ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _add(
    referral: Referral, kind: SupplementKind, text: str, by: Actor, at: datetime, *, section: str = ""
) -> Supplement:
    said = {"kind": kind, "section": section, "text": text}
    made = Supplement.objects.create(referral=referral, written_by_id=by.user_id, written_at=at, **said)
    _record(f"referral.{kind}", referral, by, at, said)
    listing.refresh(referral, at=at, by=by)
    _tell(referral, by, at)
    return made


def _record(event: str, referral: Referral, by: Actor, at: datetime, changed: Mapping[str, Any]) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)


def _tell(referral: Referral, by: Actor, at: datetime) -> None:
    """Those who work on it, but for whoever did it."""
    concerned = [referral.owner_id, referral.holder_id, referral.author_id]
    people = [person for person in concerned if person != by.user_id]
    tell_unit(referral, NoticeKind.ADDED_TO, at.isoformat(), at, people=people)


def _outcome(step: SafeguardingStep) -> str:
    """In short, for the clock: the whole of it stands in the safeguarding section."""
    said = [step.get_state_display(), step.contact, step.reference, step.note]
    return ": ".join(filter(None, said))[:LONGEST_OUTCOME]
