"""Recording what the Home Office decided, and having it read by somebody else where it is odd."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

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
from referrals.decisions.queries.letters import Letter, facts_of
from referrals.decisions.rules import letters as rules
from referrals.enums import DecidingBody, FlagKind, Status, Step
from referrals.models import Decision, EvidenceFile, Flag, Referral, Task
from referrals.rules.clocks import LONDON
from referrals.telling import tell_people, tell_unit

ADD_THE_LETTER = "Add the letter of the Home Office"
TELL_THEM = "Tell them what was decided, in a safe way"
PUT_RIGHT = "Put right what was recorded of a decision"
WAITS = "An unusual decision of the Home Office waits for a second reader"
READ = "A second person has read the letter"
OWN_RECORD = "You recorded this, so somebody else reads it against the letter."
READ_ALREADY = "Somebody has read this already."
PUT_RIGHT_ALREADY = "This was put right meanwhile, so nobody has to read it."
SAY_WHAT = "Say what the letter says instead."
TELL_WITHIN = timedelta(days=2)
ADD_WITHIN = timedelta(days=7)
END_OF_DAY = time(23, 59)


@transaction.atomic
def record_letter(
    pk: int,
    *,
    seen: int,
    step: Step,
    body: DecidingBody,
    decided_on: date,
    reference: str,
    reasons: str,
    answer_by: date | None,
    letter: UUID | None,
    is_sure: bool,
    by: Actor,
    at: datetime,
) -> Decision:
    """`is_sure`: what was asked back is so. Makes tasks, and tells the officer and whoever answers for the case."""
    referral = opened(pk, Permission.RECORD_DECISION, by)
    if done := done_already(referral, seen, step, by):
        return done.decision
    said = Letter(step, decided_on, reference, reasons, answer_by)
    _ask(said, Status(referral.status))
    warnings = rules.warnings(facts_of(referral, said))
    if warnings and not is_sure:
        raise BoxRefused("is_sure", rules.LOOK_AGAIN)

    clock = rules.clock_to_answer(step)
    typed = {clock: datetime.combine(answer_by, END_OF_DAY, LONDON)} if clock and answer_by else {}
    taken = stepping.take(referral, step, by=by, at=at, on=decided_on, reason=reasons, is_told=True, typed=typed)
    decision = Decision.objects.create(
        referral=referral,
        step=taken,
        body=body,
        decided_on=decided_on,
        reference=reference,
        reasons=reasons,
        answer_by=answer_by if typed else None,
        letter=_file(referral, letter),
        warnings=warnings,
        needs_second_reader=bool(warnings),
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    changed = {"step": step, "body": body, "decided_on": str(decided_on), "reference": reference, "reasons": reasons}
    audit.record(Operation.ALTERATION, "letter.recorded", referral.reference, by=by, at=at, changed=changed)
    _make_tasks(decision, by, at)
    _tell(decision, by, at)
    listing.refresh(referral, at=at, by=by)
    return decision


def _ask(said: Letter, status: Status) -> None:
    problem = rules.reason_not_to_record(
        said.step, status, decided_on=said.decided_on, reasons=said.reasons, answer_by=said.answer_by
    )
    if problem:
        raise BoxRefused(*problem)


def _file(referral: Referral, key: UUID | None) -> EvidenceFile | None:
    """One of this case, that was not taken out meanwhile."""
    return referral.files.filter(key=key, superseded_at=None).first() if key else None


def tasks_of(step: Step, *, has_letter: bool) -> dict[str, timedelta]:
    """What follows for somebody, and within which time."""
    wanted = {TELL_THEM: TELL_WITHIN} if step in rules.TOLD_TO_THEM else {}
    return wanted if has_letter else {**wanted, ADD_THE_LETTER: ADD_WITHIN}


def _make_tasks(decision: Decision, by: Actor, at: datetime) -> None:
    for title, within in tasks_of(Step(decision.step.step), has_letter=decision.letter is not None).items():
        _make_task(decision.referral, title, "", localdate(at) + within, by, at)


def _make_task(referral: Referral, title: str, details: str, due_on: date, by: Actor, at: datetime) -> None:
    Task.objects.create(
        referral=referral, title=title, details=details, owner_id=referral.owner_id or by.user_id, due_on=due_on,
        made_by_id=by.user_id, made_at=at,
    )  # fmt: skip


def _tell(decision: Decision, by: Actor, at: datetime) -> None:
    referral, occasion = decision.referral, f"decision {decision.pk}"
    tell_people(referral, NoticeKind.DECIDED, occasion, at, concerned(referral, by))
    if decision.needs_second_reader:
        Flag.objects.create(referral=referral, kind=FlagKind.OTHER, reason=WAITS, raised_by_id=by.user_id, raised_at=at)
        tell_unit(referral, NoticeKind.SECOND_READER, occasion, at)


def concerned(referral: Referral, by: Actor) -> Sequence[int]:
    """Who wrote it, who worked on it, and who answers for it: but for whoever did it."""
    people = [referral.author_id, referral.holder_id, referral.owner_id]
    return [person for person in dict.fromkeys(people) if person and person != by.user_id]


# The second reader


@transaction.atomic
def second_read(pk: int, decision: int, *, is_right: bool, note: str, by: Actor, at: datetime) -> Decision:
    """Against the letter. What is wrong is put right by a step of its own, not here."""
    referral = opened(pk, Permission.RECORD_DECISION, by)
    found = referral.decisions.select_related("step").select_for_update(of=("self",)).get(pk=decision)
    if problem := reason_not_to_read(found, by):
        raise problem
    if not is_right and not note.strip():
        raise BoxRefused("note", SAY_WHAT)

    found.second_read_by_id, found.second_read_at = by.user_id, at
    found.is_found_wrong, found.reading_note = not is_right, note
    found.save(update_fields=["second_read_by", "second_read_at", "is_found_wrong", "reading_note"])
    changed = {"decision": found.pk, "is_right": is_right, "note": note}
    audit.record(Operation.ALTERATION, "letter.second_read", referral.reference, by=by, at=at, changed=changed)
    take_flag_down(referral, READ, by, at)
    if not is_right:
        _make_task(referral, PUT_RIGHT, note, localdate(at), by, at)
        people = {found.recorded_by_id, *concerned(referral, by)} - {by.user_id, referral.author_id}
        tell_people(referral, NoticeKind.FOUND_WRONG, f"decision {found.pk}", at, sorted(people))
    listing.refresh(referral, at=at, by=by)
    return found


def reason_not_to_read(decision: Decision, by: Actor) -> Refused | None:
    if decision.second_read_at:
        return Refused(READ_ALREADY)
    if decision.is_put_right:
        return Refused(PUT_RIGHT_ALREADY)
    return NotAllowed(OWN_RECORD) if decision.recorded_by_id == by.user_id else None


def take_flag_down(referral: Referral, reason: str, by: Actor, at: datetime) -> None:
    waiting = referral.flags.filter(kind=FlagKind.OTHER, reason=WAITS, removed_at=None)
    waiting.update(removed_at=at, removed_by=by.user_id, removal_reason=reason)
