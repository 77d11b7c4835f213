"""Sharing parts of a case with another agency, and what both sides do about it afterwards."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import AgencyKind, Permission, Relation, Role
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import chores
from referrals.dossier import dossier_of
from referrals.enums import LawfulBasis, ReplyKind, SharePurpose
from referrals.evidence import actions as evidence
from referrals.evidence.arrivals import ArrivedFile
from referrals.models import CorrectionTold, EvidenceFile, Referral, Share, ShareReply
from referrals.sharing import queries, rules
from referrals.sharing.wishing import actions as wishing
from victims.enums import ConsentDecision

GONE = "This is not shared with you any more."


# By those who have the case


@transaction.atomic
def share(
    pk: int,
    *,
    agency: int,
    role: Role,
    asked: str,
    purpose: SharePurpose,
    basis: LawfulBasis,
    sections: list[str],
    ends_on: date,
    may_reply: bool,
    masked: Sequence[str] = (),
    override_reason: str = "",
    approval_reason: str = "",
    by: Actor,
    at: datetime,
) -> Share:
    """Nobody passes on what they do not have: only the force that has the case shares it.

    `override_reason`: why it rests on a consent that nobody has asked for yet. A supervisor's, who says so by name.
    `approval_reason`: why immigration enforcement sees it. A supervisor's too.
    """
    referral, today = _locked(pk, by), localdate(at)
    with_immigration = queries.may_approve_immigration(referral, by)
    to = queries.partners(referral, today, with_immigration=with_immigration).filter(pk=agency).first()
    agreement = queries.agreement_with(referral, to, today) if to else None
    if to is None or agreement is None:
        raise Refused(rules.CHOOSE_AGENCY)
    if role not in queries.roles_at(to, today):
        raise BoxRefused("role", rules.NOBODY_THERE)
    dossier = dossier_of(referral)
    consent = queries.consent_to_share(dossier, to)
    problem = rules.reason_not_to_share(
        basis=basis,
        kind=AgencyKind(to.kind),
        age=dossier.age(today),
        consent=ConsentDecision(consent.decision) if consent else None,
        override_reason=override_reason,
        may_override=access.may(by, Permission.OVERRIDE_CONSENT, referral.relations_to(by)),
        asked=asked,
        approval_reason=approval_reason,
        sections=sections,
        masked=masked,
        ends_on=ends_on,
        today=today,
    )
    if problem:
        raise BoxRefused(*problem)
    number = referral.shares.count() + 1
    made = Share.objects.create(
        referral=referral,
        number=number,
        reference=f"{referral.reference}-S{number}",
        from_agency_id=agreement.of_agency_id,
        to_agency=to,
        to_role=role,
        asked=asked,
        purpose=purpose,
        basis=basis,
        override_reason=override_reason.strip(),
        approval_reason=approval_reason.strip(),
        agreement=agreement,
        sections=[code for code in rules.SECTIONS if code in sections],
        masked=[words.strip() for words in masked],
        ends_on=ends_on,
        may_reply=may_reply,
        shared_by_id=by.user_id,
        shared_at=at,
    )
    _disclosed(made, "share.made", by, at)
    _tell_them(made, at)
    wishing.grant(made, by=by, at=at)
    return made


@transaction.atomic
def stop(pk: int, number: int, *, reason: str, by: Actor, at: datetime) -> Share:
    """Closes every way to it at once: their next click is refused."""
    referral = _locked(pk, by)
    found = Share.objects.select_for_update(of=("self",)).get(referral=referral, number=number)
    if not Share.objects.filter(pk=found.pk).open_on(at).exists():
        raise Refused(rules.OVER)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    found.revoked_by_id, found.revoked_at, found.revoke_reason = by.user_id, at, reason
    found.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
    _changed(found, "share.stopped", by, at, reason=reason)
    _tell_them(found, at)
    return found


# By those with whom it is shared


@transaction.atomic
def accept(reference: str, *, by: Actor, at: datetime) -> Share:
    found = _received(reference, by, at)
    found.accepted_by_id, found.accepted_at = by.user_id, at
    found.save(update_fields=["accepted_by", "accepted_at"])
    _changed(found, "share.accepted", by, at)
    return found


@transaction.atomic
def decline(reference: str, *, reason: str, by: Actor, at: datetime) -> Share:
    """Before anything of the case was seen."""
    found = _received(reference, by, at)
    if not reason.strip():
        raise BoxRefused("reason", rules.SAY_WHY)
    found.declined_by_id, found.declined_at, found.decline_reason = by.user_id, at, reason
    found.save(update_fields=["declined_by", "declined_at", "decline_reason"])
    _changed(found, "share.declined", by, at, reason=reason)
    _tell_us(found, "declined", at)
    return found


@transaction.atomic
def reply(reference: str, *, kind: ReplyKind, text: str, by: Actor, at: datetime) -> ShareReply:
    found = _mine(reference, by)
    problem = rules.reason_not_to_reply(
        is_open=_is_open(found, at),
        is_accepted=found.accepted_at is not None,
        may_reply=found.may_reply,
        kind=kind,
        text=text,
    )
    if problem:
        raise BoxRefused("text" if problem == rules.SAY_MORE else "", problem)
    made = ShareReply.objects.create(share=found, kind=kind, text=text, written_by_id=by.user_id, written_at=at)
    _changed(found, "share.replied", by, at, kind=kind, text=text)
    _tell_us(found, f"reply {made.pk}", at)
    return made


def add_file(reference: str, arrived: ArrivedFile, *, by: Actor, at: datetime) -> EvidenceFile:
    """Evidence of their own. It stays theirs, and they can open it when the share has ended."""
    found = _mine_to_read(reference, by)

    def require(_: Referral) -> None:
        now = _mine_to_read(reference, by)
        is_accepted = now.accepted_at is not None
        kind, text = ReplyKind.UPDATE, arrived.name
        problem = rules.reason_not_to_reply(
            is_open=_is_open(now, at), is_accepted=is_accepted, may_reply=now.may_reply, kind=kind, text=text
        )
        if problem:
            raise Refused(problem)

    return evidence.add_file(found.referral_id, arrived, through=found, require=require, by=by, at=at)


@transaction.atomic
def read_correction(reference: str, pk: int, *, by: Actor, at: datetime) -> CorrectionTold:
    access.require(by, Permission.SEE_SHARED, {Relation.OWN_AGENCY})
    mine = Share.objects.received_by(by).filter(reference=reference)
    rows = CorrectionTold.objects.select_for_update(of=("self",)).select_related("share__referral", "task__referral")
    found = rows.filter(pk=pk, share__in=mine).first()
    if found is None:
        raise NotAllowed(GONE)
    if found.read_at:
        raise Refused(rules.READ_ALREADY)
    found.read_by_id, found.read_at = by.user_id, at
    found.save(update_fields=["read_by", "read_at"])
    changed = {"by": by.user_id}
    case = found.share.referral.reference
    audit.record(Operation.ALTERATION, "correction.read", case, by=by, at=at, changed=changed, shown=[reference])
    if found.task.done_at is None:
        chores.finish(found.task, f"{found.share.to_agency} has read it.", by=by, at=at)
    return found


def _received(reference: str, by: Actor, at: datetime) -> Share:
    found = _mine(reference, by)
    is_answered = bool(found.accepted_at or found.declined_at)
    problem = rules.reason_not_to_answer(is_open=_is_open(found, at) or is_answered, is_answered=is_answered)
    if problem:
        raise Refused(problem)
    return found


def _mine(reference: str, by: Actor) -> Share:
    found = Share.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    return _mine_to_read(found.reference if found else "", by)


def _mine_to_read(reference: str, by: Actor) -> Share:
    access.require(by, Permission.SEE_SHARED, {Relation.OWN_AGENCY})
    found: Share | None = Share.objects.received_by(by).filter(reference=reference).first()
    if found is None:
        raise NotAllowed(GONE)
    return found


def _is_open(found: Share, at: datetime) -> bool:
    return Share.objects.filter(pk=found.pk).open_on(at).exists()


def _locked(pk: int, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.SHARE_CASE, referral.relations_to(by))
    return referral


def _disclosed(made: Share, event: str, by: Actor, at: datetime) -> None:
    """Who disclosed to whom, as Data Protection Act 2018 s.62 asks. Texts stay off the ledger."""
    recipients = [f"agency:{made.to_agency_id}", f"role:{made.to_role}", *(f"part:{code}" for code in made.sections)]
    recipients += ["consent:overridden"] if made.override_reason else []
    recipients += ["immigration:approved"] if made.approval_reason else []
    reference = made.referral.reference
    audit.record(Operation.DISCLOSURE, event, reference, by=by, at=at, shown=[made.reference, *recipients])


def _changed(made: Share, event: str, by: Actor, at: datetime, **changed: object) -> None:
    """On the ledger of the case, with the reference of the share."""
    reference = made.referral.reference
    audit.record(
        Operation.ALTERATION,
        event,
        reference,
        by=by,
        at=at,
        shown=[made.reference],
        changed=changed or {"by": by.user_id},
    )


def _tell_them(made: Share, at: datetime) -> None:
    kind = NoticeKind.SHARE_STOPPED if made.revoked_at else NoticeKind.SHARED
    people = made.receivers_on(localdate(at))
    notifications.post(kind, made.reference, occasion=at.isoformat(), at=at, people=people)


def _tell_us(made: Share, occasion: str, at: datetime) -> None:
    """Whoever has the case now, and whoever shared it."""
    owner = made.referral.owner_id
    people = list(dict.fromkeys([each for each in (owner, made.shared_by_id) if each]))
    notifications.post(
        NoticeKind.SHARE_ANSWERED,
        made.referral.reference,
        occasion=f"{made.reference} {occasion}",
        at=at,
        people=people,
    )
