"""What a supervisor is asked: that no signs were found, and that a referral is closed. Never their own."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import listing, stepping
from referrals.decisions.moved import done_already, opened
from referrals.decisions.queries.closing import facts_of
from referrals.decisions.rules import approving, closing
from referrals.enums import ApprovalKind, ApprovalState, Status, Step
from referrals.models import Approval, Referral
from referrals.rules import workflow
from referrals.telling import tell_people, tell_supervisors

STEPS = {ApprovalKind.NO_SIGNS: Step.FIND_NO_SIGNS, ApprovalKind.CLOSE: Step.CLOSE}
ASKED_ALREADY = "A supervisor was asked already, and has not answered yet."


@transaction.atomic
def ask_for_no_signs(pk: int, *, seen: int, rationale: str, by: Actor, at: datetime) -> Approval:
    """Nothing waits for the answer: until a supervisor approves, the case goes on as it is."""
    referral = opened(pk, Permission.WORK_CASE, by)
    done_already(referral, seen, Step.FIND_NO_SIGNS, by)
    workflow.move_for(Step.FIND_NO_SIGNS, Status(referral.status))
    return _ask(referral, ApprovalKind.NO_SIGNS, rationale, by, at)


@transaction.atomic
def ask_to_close(
    pk: int, *, seen: int, why: str, handed_over: str, support: str, why_not_wait: str, by: Actor, at: datetime
) -> Approval:
    referral = opened(pk, Permission.WORK_CASE, by)
    done_already(referral, seen, Step.CLOSE, by)
    facts = facts_of(referral, localdate(at))
    if problem := closing.reason_not_to_close(
        facts, handed_over=handed_over, support=support, why_not_wait=why_not_wait
    ):
        raise BoxRefused(*problem)
    said = [
        f"Why: {why}",
        f"Handed over: {handed_over}" if handed_over else "",
        f"Support from now on: {support}" if support else "",
        f"Why nobody waits until they have asked again: {why_not_wait}" if facts.ask_until else "",
    ]
    return _ask(referral, ApprovalKind.CLOSE, "\n".join(filter(None, said)), by, at)


def _ask(referral: Referral, kind: ApprovalKind, rationale: str, by: Actor, at: datetime) -> Approval:
    """The same page sent twice asks once."""
    waiting = referral.approvals.filter(state=ApprovalState.ASKED).first()
    if waiting and (waiting.kind, waiting.rationale, waiting.asked_by_id) == (kind, rationale, by.user_id):
        return waiting
    if waiting:
        raise Refused(ASKED_ALREADY)
    asked = Approval.objects.create(
        referral=referral, kind=kind, rationale=rationale, asked_by_id=by.user_id, asked_at=at
    )
    changed = {"kind": kind, "rationale": rationale}
    audit.record(Operation.ALTERATION, "approval.asked", referral.reference, by=by, at=at, changed=changed)
    tell_supervisors(referral, NoticeKind.APPROVAL_ASKED, f"approval {asked.pk}", at, {by.user_id, referral.author_id})
    return asked


# The answer


@transaction.atomic
def answer(pk: int, approval: int, *, is_approved: bool, text: str, by: Actor, at: datetime) -> Approval:
    """Approving takes the step. What stood in the way when it was asked may stand there again, so it is asked anew."""
    referral = opened(pk, Permission.APPROVE, by)
    found = _locked(referral, approval)
    if found.state != ApprovalState.ASKED and found.answered_by_id == by.user_id:
        return found
    if problem := reason_not_to_answer(found, referral, by):
        raise Refused(problem) if found.state != ApprovalState.ASKED else NotAllowed(problem)
    if is_approved:
        _approve(found, referral, by, at)
    elif not text.strip():
        raise BoxRefused("text", approving.SAY_WHY)
    _answered(found, ApprovalState.APPROVED if is_approved else ApprovalState.REFUSED, text, by, at)
    tell_people(referral, NoticeKind.APPROVAL_ANSWERED, f"approval {found.pk}", at, [found.asked_by_id])
    return found


def reason_not_to_answer(found: Approval, referral: Referral, by: Actor) -> str | None:
    return approving.reason_not_to_answer(
        ApprovalState(found.state),
        is_asker=found.asked_by_id == by.user_id,
        is_author=by.user_id in (referral.author_id, referral.lodged_by_id),
    )


def _approve(found: Approval, referral: Referral, by: Actor, at: datetime) -> None:
    if referral.steps.filter(taken_at__gt=found.asked_at).exists():
        raise Refused(approving.MOVED_SINCE)
    if found.kind == ApprovalKind.CLOSE and (blocked := closing.tracks_in_the_way(facts_of(referral, localdate(at)))):
        names = ", ".join(track.label.lower() for track in blocked)
        raise Refused(f"First look at what runs beside it: {names}.")
    stepping.take(referral, STEPS[ApprovalKind(found.kind)], by=by, at=at, reason=found.rationale)
    tell_people(referral, NoticeKind.ADDED_TO, f"approval {found.pk} approved", at, _people(referral, found, by))


def _people(referral: Referral, found: Approval, by: Actor) -> list[int]:
    """The officer hears of it. Whoever asked is told that it was answered."""
    people = {referral.author_id, referral.holder_id} - {by.user_id, found.asked_by_id, None}
    return sorted(person for person in people if person)


@transaction.atomic
def take_back(pk: int, approval: int, *, by: Actor, at: datetime) -> Approval:
    referral = opened(pk, Permission.WORK_CASE, by)
    found = _locked(referral, approval)
    is_asker = found.asked_by_id == by.user_id
    if problem := approving.reason_not_to_take_back(ApprovalState(found.state), is_asker=is_asker):
        raise Refused(problem)
    _answered(found, ApprovalState.TAKEN_BACK, "", by, at)
    return found


def _locked(referral: Referral, approval: int) -> Approval:
    found: Approval = referral.approvals.select_for_update(of=("self",)).get(pk=approval)
    return found


def _answered(found: Approval, state: ApprovalState, text: str, by: Actor, at: datetime) -> None:
    found.state, found.answered_by_id, found.answered_at, found.answer = state, by.user_id, at, text
    found.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    changed = {"approval": found.pk, "state": state, "answer": text}
    reference = found.referral.reference
    audit.record(Operation.ALTERATION, f"approval.{state}", reference, by=by, at=at, changed=changed)
    listing.refresh(found.referral, at=at, by=by)
