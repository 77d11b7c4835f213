"""Assessing risk, reading a referral before it goes, asking whoever referred, and recording what was thought of.

None of it holds a sending back, and nothing recorded is written over.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import listing
from referrals.assessing.queries import newest_check, newest_risk
from referrals.dossier import dossier_of
from referrals.enums import ConsideredMatter, ConsideredOutcome, RiskLevel, Status
from referrals.home_office import readiness
from referrals.models import Considered, QualityCheck, Question, Referral, RiskAssessment
from referrals.rules import matters, quality
from referrals.rules import risk as risk_rules
from referrals.telling import tell_people, tell_unit

ASSESSED_MEANWHILE = "Somebody else assessed the risk meanwhile. Compare both: what you typed is still below."
CHECKED_MEANWHILE = "Somebody else read it meanwhile. Look at what they found: what you typed is still below."
CONSIDERED_MEANWHILE = "Somebody else recorded this meanwhile. Read it first: what you typed is still below."
ANSWERED_MEANWHILE = "Somebody else answered this meanwhile. Read it first: what you typed is still below."
NO_SUCH_QUESTION = "There is no such question any more."
ASK_SOMETHING = "Write the question."


@transaction.atomic
def assess_risk(
    pk: int, *, level: RiskLevel, reason: str, seen: int, by: Actor, at: datetime, **parts: str
) -> RiskAssessment:
    """`seen`: the assessment that the page showed, or 0."""
    referral = _locked(pk, Permission.WORK_CASE, by)
    last = newest_risk(referral)
    if (last.pk if last else 0) != seen:
        raise Stale(ASSESSED_MEANWHILE)
    _ask(risk_rules.reason_not_to_assess(parts, reason))
    said = {**parts, "level": level, "reason": reason}
    made = RiskAssessment.objects.create(referral=referral, assessed_by_id=by.user_id, assessed_at=at, **said)
    _record("risk.assessed", referral, by, at, said)
    listing.refresh(referral, at=at, by=by)
    return made


@transaction.atomic
def check_quality(
    pk: int, *, is_ready: bool, note: str, asks: Sequence[str], seen: int, by: Actor, at: datetime
) -> QualityCheck:
    """With questions it goes back to whoever referred. That says nothing about whether it may be sent."""
    referral = _locked(pk, Permission.WORK_CASE, by)
    last = newest_check(referral)
    if (last.pk if last else 0) != seen:
        raise Stale(CHECKED_MEANWHILE)
    is_own = by.user_id in {referral.author_id, referral.holder_id, referral.lodged_by_id}
    _ask(quality.reason_not_to_check(Status(referral.status), is_own=is_own))
    gaps = len(readiness.gaps(dossier_of(referral), localdate(at)))
    _ask(quality.reason_not_to_say(is_ready=is_ready, gaps=gaps, note=note, questions=len(asks)))

    said = {"is_ready": is_ready, "gaps": gaps, "note": note}
    made = QualityCheck.objects.create(referral=referral, checked_by_id=by.user_id, checked_at=at, **said)
    _record("quality.checked", referral, by, at, said)
    if asks:
        _put(referral, asks, by, at)
    listing.refresh(referral, at=at, by=by)
    return made


# Questions


@transaction.atomic
def ask_referrer(pk: int, *, text: str, by: Actor, at: datetime) -> Question:
    referral = _locked(pk, Permission.ASK_REFERRER, by)
    _ask(None if text.strip() else ASK_SOMETHING)
    return _put(referral, [text], by, at)[0]


@transaction.atomic
def answer_question(pk: int, question: int, *, text: str, seen: str, by: Actor, at: datetime) -> Question:
    """`seen`: when it was answered, as the page showed it, or nothing. A later answer takes the place of the first,
    which stays in the history.
    """
    referral = _locked(pk, Permission.ANSWER_QUESTION, by)
    found = referral.questions.filter(pk=question).first()
    if found is None:
        raise Refused(NO_SUCH_QUESTION)
    if version_of(found) != seen:
        raise Stale(ANSWERED_MEANWHILE)
    found.answer, found.answered_by_id, found.answered_at = text, by.user_id, at
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    _record("question.answered", referral, by, at, {"question": found.pk, "answer": text})
    listing.refresh(referral, at=at, by=by)
    people = [person for person in (found.asked_by_id, referral.owner_id) if person != by.user_id]
    tell_unit(referral, NoticeKind.QUESTION_ANSWERED, f"question {found.pk} {at.isoformat()}", at, people)
    return found


def version_of(question: Question) -> str:
    return question.answered_at.isoformat() if question.answered_at else ""


def _put(referral: Referral, texts: Sequence[str], by: Actor, at: datetime) -> list[Question]:
    """Whoever referred is told once, however many questions there are."""
    asked = [
        Question.objects.create(referral=referral, text=text, asked_by_id=by.user_id, asked_at=at) for text in texts
    ]
    for question in asked:
        _record("question.asked", referral, by, at, {"question": question.pk, "text": question.text})
    concerned = dict.fromkeys(filter(None, [referral.author_id, referral.holder_id]))
    people = [person for person in concerned if person != by.user_id]
    if people:
        tell_people(referral, NoticeKind.QUESTION_ASKED, f"question {asked[0].pk}", at, people)
    return asked


# Matters


@transaction.atomic
def consider(
    pk: int,
    *,
    matter: ConsideredMatter,
    outcome: ConsideredOutcome,
    text: str,
    reference: str,
    seen: int,
    by: Actor,
    at: datetime,
) -> Considered:
    """`seen`: the last line that the page showed, of whatever matter, or 0."""
    referral = _locked(pk, Permission.WORK_CASE, by)
    if referral.considered.filter(matter=matter, pk__gt=seen).exists():
        raise Stale(CONSIDERED_MEANWHILE)
    said = {"outcome": outcome, "text": text, "reference": reference}
    _ask(matters.reason_not_to_record(matter, outcome, text=text, reference=reference, on=localdate(at)))
    made = Considered.objects.create(
        referral=referral, matter=matter, considered_by_id=by.user_id, considered_at=at, **said
    )
    _record(f"considered.{matter}", referral, by, at, said)
    listing.refresh(referral, at=at, by=by)
    return made


def _locked(pk: int, permission: Permission, by: Actor) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    return referral


def _ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _record(event: str, referral: Referral, by: Actor, at: datetime, changed: Mapping[str, Any]) -> None:
    audit.record(Operation.ALTERATION, event, referral.reference, by=by, at=at, changed=changed)
