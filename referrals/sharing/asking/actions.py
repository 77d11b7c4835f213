"""Recording what they said about sharing with an agency. A change of mind is a record more, never one changed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import disclosed
from referrals.enums import LawfulBasis
from referrals.models import Referral, Share
from referrals.sharing.asking import queries, rules
from referrals.sharing.rules import CHOOSE_AGENCY
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord


@transaction.atomic
def record_answer(
    pk: int,
    *,
    agency: int,
    decision: ConsentDecision,
    manner: str,
    language: str,
    interpreter: str,
    explained_by: str,
    their_reason: str,
    why_not_asked: str,
    ask_again_on: date | None,
    by: Actor,
    at: datetime,
) -> ConsentRecord:
    """What rests on their yes closes with anything else, and those who could see it are told that it stopped."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.SHARE_CASE, referral.relations_to(by))
    if not queries.agencies_to_ask_about(referral, localdate(at)).filter(pk=agency).exists():
        raise Refused(CHOOSE_AGENCY)
    newest = queries.answer_about(referral, agency)
    said = {
        "manner": manner, "interpreter": interpreter, "explained_by": explained_by, "why_not_asked": why_not_asked,
    }  # fmt: skip
    before = ConsentDecision(newest.decision) if newest else None
    if problem := rules.reason_not_to_record(decision=decision, before=before, **said):
        raise BoxRefused(*problem)
    rested = Share.objects.filter(referral=referral, to_agency=agency, basis=LawfulBasis.CONSENT)
    were_open = {share.pk for share in rested.open_on(at)}
    told = {**said, "language": language, "their_reason": their_reason, "ask_again_on": ask_again_on}
    made = ConsentRecord.objects.create(
        person=referral.person, purpose=ConsentPurpose.SHARING, decision=decision, agency_id=agency,
        recorded_by_id=by.user_id, recorded_at=at, **told,
    )  # fmt: skip
    changed = {"decision": decision, **{name: str(value or "") for name, value in told.items()}}
    audit.record(
        Operation.ALTERATION, "consent.recorded", referral.reference, by=by, at=at,
        changed=changed, shown=[f"agency:{agency}"],
    )  # fmt: skip
    still_open = set(rested.open_on(at).values_list("pk", flat=True))
    for share in rested.filter(pk__in=were_open - still_open):
        people = share.receivers_on(localdate(at))
        notifications.post(
            NoticeKind.SHARE_STOPPED, share.reference, occasion=f"consent {made.pk}", at=at, people=people
        )
    if decision == ConsentDecision.WITHDRAWN:
        disclosed.follow_up(referral, by=by, at=at)
    return made
