"""Passing a draft to the unit of a police force, once, and finishing one that was passed on with gaps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import deadlines, listing, stepping
from referrals.dossier import Dossier, dossier_of
from referrals.enums import DeadlineKind, Route, Status
from referrals.home_office.profile import profile_on
from referrals.home_office.readiness import gaps
from referrals.lodging.actions.following import follow_route
from referrals.lodging.minimum import Known, reason_not_urgent
from referrals.lodging.receiver import receiver_for
from referrals.models import Referral
from referrals.rules import workflow
from referrals.telling import tell_unit

DECLARE = "Tick that what you wrote is true as far as you know."
USED_ELSEWHERE = "This page belongs to another referral. Open the page of this one again."
NOTHING_TO_FINISH = "Only a referral that was sent as urgent is finished later."
NOTHING_MISSING = "Nothing is missing any more"


@transaction.atomic
def lodge(pk: int, *, key: UUID, declared: bool, as_urgent: bool, by: Actor, at: datetime) -> Referral:
    """The same page sent again, or another one later, changes nothing and gives the same referral."""
    locked = Referral.objects.locked(pk)
    access.require(by, Permission.LODGE_REFERRAL, locked.relations_to(by))
    if locked.is_lodged:
        return locked
    today, dossier = localdate(at), dossier_of(locked)
    route = dossier.routing(today).route
    step = workflow.lodging_step(route)
    workflow.move_for(step, Status(locked.status))
    _require_ready(dossier, today, declared=declared, as_urgent=as_urgent)
    _require_unused(key)

    receiver = receiver_for(dossier, by.user_id, today)
    facts: dict[str, Any] = {
        "lodging_key": key,
        "lodged_at": at,
        "lodged_by_id": by.user_id,
        "lodged_route": route,
        "lodged_profile": profile_on(today).name,
        "force": receiver.force,
        "unit": receiver.unit,
        "owner": receiver.owner,
        # Who lodged a draft that was handed to the unit works on it from now on.
        "holder_id": locked.holder_id or by.user_id,
        "is_urgent": as_urgent,
        "is_concern": not dossier.referral.agency.is_first_responder,
    }
    referral = _changed(dossier.referral, facts)
    stepping.take(referral, step, by=by, at=at)
    deadlines.start_for_lodging(dossier, by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    _record_lodging(referral, facts, by=by, at=at)
    _tell(dossier, NoticeKind.LODGED_URGENT if as_urgent else NoticeKind.LODGED, "lodged", by=by, at=at)
    _ask_for_a_reader(dossier, at)
    return referral


@transaction.atomic
def complete(pk: int, *, declared: bool, by: Actor, at: datetime) -> Referral:
    """Of an urgent one, once nothing is missing. From then on it is only added to."""
    locked = Referral.objects.locked(pk)
    access.require(by, Permission.ANSWER_REFERRAL, locked.relations_to(by))
    if locked.completed_at:
        return locked
    if not (locked.is_lodged and locked.is_answerable):
        raise Refused(NOTHING_TO_FINISH)
    today, dossier = localdate(at), dossier_of(locked)
    _require_ready(dossier, today, declared=declared, as_urgent=False)

    facts = {
        "completed_at": at,
        "lodged_route": dossier.routing(today).route,
        "lodged_profile": profile_on(today).name,
    }
    referral = _changed(dossier.referral, facts)
    follow_route(dossier, by=by, at=at)
    deadlines.meet(referral, DeadlineKind.COMPLETE, outcome=NOTHING_MISSING, by=by, at=at)
    listing.refresh(referral, at=at, by=by)
    audit.record(Operation.ALTERATION, "referral.completed", referral.reference, by=by, at=at, changed=_plain(facts))
    _tell(dossier, NoticeKind.ADDED_TO, "completed", by=by, at=at)
    return referral


def _require_ready(dossier: Dossier, today: date, *, declared: bool, as_urgent: bool) -> None:
    if as_urgent:
        if reason := reason_not_urgent(known_of(dossier)):
            raise Refused(reason)
        return
    if missing := len(gaps(dossier, today)):
        raise Refused(f"{missing_in_words(missing)}. Answer what the list at the top of this page says.")
    if not declared:
        raise Refused(DECLARE)


def missing_in_words(count: int) -> str:
    return "1 thing is missing" if count == 1 else f"{count} things are missing"


def known_of(dossier: Dossier) -> Known:
    person = dossier.person
    return Known(
        danger=bool(dossier.safety.danger),
        who=bool(person.given_names or person.family_name or person.description),
        where=bool(dossier.safety.whereabouts or dossier.safety.town),
        why=bool(dossier.officer_view.reasons),
    )


def _require_unused(key: UUID) -> None:
    if Referral.objects.filter(lodging_key=key).exists():
        raise Refused(USED_ELSEWHERE)


def _changed(referral: Referral, facts: dict[str, Any]) -> Referral:
    for name, value in facts.items():
        setattr(referral, name, value)
    referral.save(update_fields=[name.removesuffix("_id") for name in facts])
    return referral


def _record_lodging(referral: Referral, facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """That another agency was given the case is a line of its own."""
    audit.record(Operation.ALTERATION, "referral.lodged", referral.reference, by=by, at=at, changed=_plain(facts))
    if referral.force_id != referral.agency_id:
        recipients = [f"agency:{referral.force_id}", f"unit:{referral.unit_id}"]
        audit.record(Operation.DISCLOSURE, "referral.disclosed", referral.reference, by=by, at=at, shown=recipients)


def _ask_for_a_reader(dossier: Dossier, at: datetime) -> None:
    """Of a text for a notification that was written while nobody but its author could see the draft."""
    referral, written = dossier.referral, dossier.notification_text
    is_waiting = bool(written.text) and not written.is_checked
    if is_waiting and Route(referral.lodged_route).is_notification:
        tell_unit(dossier, NoticeKind.SECOND_CHECK, f"version {written.version}", at)


def _plain(facts: dict[str, Any]) -> dict[str, object]:
    """As the ledger's digests take it."""
    return {name: value if isinstance(value, bool | int | None) else str(value) for name, value in facts.items()}


def _tell(dossier: Dossier, kind: NoticeKind, occasion: str, *, by: Actor, at: datetime) -> None:
    """Whoever did it knows already."""
    owner = dossier.referral.owner_id
    tell_unit(dossier, kind, occasion, at, people=[owner] if owner != by.user_id else [])
