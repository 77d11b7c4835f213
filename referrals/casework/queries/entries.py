"""How each sort of row reads on the timeline of a case, and where its rows come from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from notifications.models import Notice
from referrals.casework.rules.timeline import TITLES, Shown
from referrals.enums import Status, Step, Track
from referrals.intake.sections import BY_CODE
from referrals.models import (
    Approval,
    Considered,
    DeadlineChange,
    Decision,
    EvidenceFile,
    Flag,
    InboundNotice,
    Note,
    QualityCheck,
    Question,
    Referral,
    RiskAssessment,
    Sending,
    StepTaken,
    Supplement,
    Task,
    TrackEntry,
)
from victims.models import AgeEntry

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `said`: what the person said, set apart. `more`: times and the like, said quietly."""

    at: datetime
    title: str
    by: object = None
    text: str = ""
    said: str = ""
    more: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Source:
    """One sort of row. `at`: what its rows are ordered by. `related`: what an entry reads beside the row."""

    code: str
    shown: Shown
    rows: Callable[[Referral], Rows]
    at: Any
    entry: Callable[[Any, Referral], Entry]
    related: tuple[str, ...] = field(default=())


def _of(model: Any) -> Callable[[Referral], Rows]:
    return lambda referral: model.objects.filter(referral=referral)


def _here(name: str, referral: Referral, **parts: object) -> str:
    return reverse(name, kwargs={"reference": referral.reference, **parts})


def _day(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}" if day else ""


def _sentences(*pieces: str) -> str:
    return " ".join(piece if piece.endswith((".", "?", "!")) else f"{piece}." for piece in pieces if piece)


# Steps and decisions


def _steps(referral: Referral) -> Rows:
    """Without those that a decision or a sending tells of already."""
    told = Sending.objects.filter(referral=OuterRef("referral"), recorded_at=OuterRef("taken_at"))
    sent = Q(step__in=[Step.SEND_REFERRAL, Step.SEND_NOTIFICATION])
    return StepTaken.objects.filter(referral=referral, decision=None).exclude(sent & Exists(told))


def _step(row: StepTaken, referral: Referral) -> Entry:
    title = TITLES[Step(row.step)]
    if row.reverses:
        title = f"{title}: {_lower(TITLES[Step(row.reverses.step)])}"
    counts = f"Counts from {_day(row.on)}" if row.on != row.taken_at.date() else ""
    return Entry(row.taken_at, title, row.taken_by, row.reason, more=_sentences(Status(row.target).label, counts))


def _decision(row: Decision, referral: Referral) -> Entry:
    undone = "Put right since" if hasattr(row.step, "reversed_by") else ""
    theirs = f"Their reference {row.reference}" if row.reference else ""
    more = [f"{row.get_body_display()}, letter of {_day(row.decided_on)}", theirs, undone]
    more += ["Waits for a second reader"] if row.waits_for_second_reader else []
    return Entry(
        row.recorded_at,
        TITLES[Step(row.step.step)],
        row.recorded_by,
        row.reasons,
        more=_sentences(*more, *row.warnings),
        href=f"{_here('decisions', referral)}#decision-{row.pk}",
        link="The decision",
    )


def _second_read(row: Decision, referral: Referral) -> Entry:
    title = f"Read by a second person: {_lower(TITLES[Step(row.step.step)])}"
    return Entry(row.second_read_at or row.recorded_at, title, row.second_read_by)


def _sending(row: Sending, referral: Referral) -> Entry:
    theirs = (
        f"Their reference {row.home_office_reference}" if row.home_office_reference else "No reference of theirs yet"
    )
    title = "Home Office notified" if row.get_route_display().startswith("Notification") else "Sent to the Home Office"
    more = _sentences(row.get_route_display(), f"Sent by {row.sent_by}", theirs)
    return Entry(row.recorded_at, title, row.recorded_by, more=more)


def _approval(row: Approval, referral: Referral) -> Entry:
    return Entry(row.asked_at, f"Approval asked: {_lower(row.get_kind_display())}", row.asked_by, row.rationale)


def _approved(row: Approval, referral: Referral) -> Entry:
    title = f"{row.get_state_display()}: {_lower(row.get_kind_display())}"
    return Entry(row.answered_at or row.asked_at, title, row.answered_by, row.answer)


def _inbound(row: InboundNotice, referral: Referral) -> Entry:
    theirs = f"Their reference {row.reference}" if row.reference else ""
    more = _sentences(f"On {_day(row.told_on)}", theirs)
    return Entry(row.recorded_at, f"Told by {row.told_by}", row.recorded_by, row.text, more=more)


def _checked(row: QualityCheck, referral: Referral) -> Entry:
    gaps = "Nothing was missing" if not row.gaps else f"{row.gaps} missing"
    title = "Checked: ready" if row.is_ready else "Checked: not ready yet"
    return Entry(row.checked_at, title, row.checked_by, row.note, more=_sentences(gaps))


# Notes, additions, questions


def _note(row: Note, referral: Referral) -> Entry:
    first = row.first or row
    is_changed = row.version > 1
    return Entry(
        first.written_at,
        f"Note: {_lower(row.get_kind_display())}",
        first.written_by,
        row.text,
        row.their_words,
        more=_changed(row) if is_changed else "",
        href=_here("note", referral, pk=first.pk),
        link="See the first version" if is_changed else "The note",
    )


def _changed(row: Note) -> str:
    return f"Changed by {row.written_by}, version {row.version}."


def _supplement(row: Supplement, referral: Referral) -> Entry:
    section = BY_CODE.get(row.section)
    about = f" about “{section.title}”" if section else ""
    return Entry(row.written_at, f"{row.get_kind_display()}{about}", row.written_by, row.text)


def _asked(row: Question, referral: Referral) -> Entry:
    return Entry(row.asked_at, "Question to whoever referred", row.asked_by, row.text)


def _answered(row: Question, referral: Referral) -> Entry:
    return Entry(row.answered_at or row.asked_at, "Answer to a question", row.answered_by, row.answer, more=row.text)


def _age(row: AgeEntry, referral: Referral) -> Entry:
    by = f"By {row.decided_by}" if row.decided_by else ""
    return Entry(
        row.recorded_at, row.get_step_display(), row.recorded_by, row.note, more=_sentences(str(row.on or ""), by)
    )


# Evidence


def _file(row: EvidenceFile, referral: Referral) -> Entry:
    return Entry(
        row.added_at,
        "File added",
        row.added_by,
        row.name,
        more=row.description,
        href=_here("files", referral),
        link="Files",
    )


def _taken_out(row: EvidenceFile, referral: Referral) -> Entry:
    when = row.superseded_at or row.added_at
    return Entry(when, "File taken out", row.superseded_by, row.superseded_reason, more=row.name)


# Beside the referral


def _risk(row: RiskAssessment, referral: Referral) -> Entry:
    return Entry(row.assessed_at, f"Risk set to {_lower(row.get_level_display())}", row.assessed_by, row.reason)


def _track(row: TrackEntry, referral: Referral) -> Entry:
    review = f"To be looked at again {_day(row.review_on)}" if row.review_on else ""
    more = _sentences(row.reference, row.code, f"On {_day(row.on)}", review)
    return Entry(
        row.recorded_at,
        f"{row.get_track_display()}: {_lower(row.get_state_display())}",
        row.recorded_by,
        row.reason,
        more=more,
    )


def _considered(row: Considered, referral: Referral) -> Entry:
    title = f"{row.get_matter_display()}: {_lower(row.get_outcome_display())}"
    return Entry(row.considered_at, title, row.considered_by, row.text, more=row.reference)


# Work


def _task(row: Task, referral: Referral) -> Entry:
    owner = f"For {row.owner}" if row.owner else "For nobody by name"
    due = f"By {_day(row.due_on)}" if row.due_on else ""
    return Entry(
        row.made_at,
        f"Task: {row.title}",
        row.made_by,
        more=_sentences(owner, due),
        href=_here("task", referral, pk=row.pk),
        link="The task",
    )


def _done(row: Task, referral: Referral) -> Entry:
    return Entry(row.done_at or row.made_at, f"Done: {row.title}", row.done_by, row.outcome)


def _flag(row: Flag, referral: Referral) -> Entry:
    return Entry(row.raised_at, f"Flag: {_lower(row.get_kind_display())}", row.raised_by, row.reason)


def _removed(row: Flag, referral: Referral) -> Entry:
    title = f"Flag removed: {_lower(row.get_kind_display())}"
    return Entry(row.removed_at or row.raised_at, title, row.removed_by, row.removal_reason)


def _clock(row: DeadlineChange, referral: Referral) -> Entry:
    title = f"Clock: {_lower(row.deadline.get_kind_display())}. {row.get_kind_display()}"
    return Entry(row.changed_at, title, row.changed_by, row.reason, more=f"Due {_day(row.due_after.date())}.")


def _notice(row: Notice, referral: Referral) -> Entry:
    return Entry(
        row.posted_at, f"Told {row.recipient}: {_lower(row.get_kind_display())}", more=f"{row.get_outcome_display()}."
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with(rows: Callable[[Referral], Rows], name: str) -> Callable[[Referral], Rows]:
    """Those of which the time is known."""
    return lambda referral: rows(referral).filter(**{f"{name}__isnull": False})


FIRST_WRITTEN = Coalesce("first__written_at", "written_at")
SOURCES = (
    Source("step", Shown.STEPS, _steps, F("taken_at"), _step, ("taken_by", "reverses")),
    Source("decision", Shown.STEPS, _of(Decision), F("recorded_at"), _decision, ("recorded_by", "step__reversed_by")),
    Source(
        *("second_read", Shown.STEPS, _with(_of(Decision), "second_read_at"), F("second_read_at"), _second_read),
        ("second_read_by", "step"),
    ),
    Source("sending", Shown.STEPS, _of(Sending), F("recorded_at"), _sending, ("recorded_by",)),
    Source("check", Shown.STEPS, _of(QualityCheck), F("checked_at"), _checked, ("checked_by",)),
    Source("approval", Shown.STEPS, _of(Approval), F("asked_at"), _approval, ("asked_by",)),
    Source(
        *("approved", Shown.STEPS, _with(_of(Approval), "answered_at"), F("answered_at"), _approved),
        ("answered_by",),
    ),
    Source("inbound", Shown.STEPS, _of(InboundNotice), F("recorded_at"), _inbound, ("recorded_by",)),
    Source(
        *("note", Shown.NOTES, lambda referral: Note.objects.filter(referral=referral, is_newest=True), FIRST_WRITTEN),
        *(_note, ("written_by", "first__written_by")),
    ),
    Source("supplement", Shown.ADDED, _of(Supplement), F("written_at"), _supplement, ("written_by",)),
    Source("question", Shown.ADDED, _of(Question), F("asked_at"), _asked, ("asked_by",)),
    Source("answer", Shown.ADDED, _with(_of(Question), "answered_at"), F("answered_at"), _answered, ("answered_by",)),
    Source(
        *("age", Shown.ADDED, lambda referral: AgeEntry.objects.filter(person=referral.person_id), F("recorded_at")),
        *(_age, ("recorded_by",)),
    ),
    Source("file", Shown.EVIDENCE, _of(EvidenceFile), F("added_at"), _file, ("added_by",)),
    Source(
        *("taken_out", Shown.EVIDENCE, _with(_of(EvidenceFile), "superseded_at"), F("superseded_at"), _taken_out),
        ("superseded_by",),
    ),
    Source("risk", Shown.BESIDE, _of(RiskAssessment), F("assessed_at"), _risk, ("assessed_by",)),
    Source("track", Shown.BESIDE, _of(TrackEntry), F("recorded_at"), _track, ("recorded_by",)),
    Source("considered", Shown.BESIDE, _of(Considered), F("considered_at"), _considered, ("considered_by",)),
    Source("task", Shown.WORK, _of(Task), F("made_at"), _task, ("made_by", "owner")),
    Source("done", Shown.WORK, _with(_of(Task), "done_at"), F("done_at"), _done, ("done_by",)),
    Source("flag", Shown.WORK, _of(Flag), F("raised_at"), _flag, ("raised_by",)),
    Source("removed", Shown.WORK, _with(_of(Flag), "removed_at"), F("removed_at"), _removed, ("removed_by",)),
    Source(
        *("clock", Shown.WORK, lambda referral: DeadlineChange.objects.filter(deadline__referral=referral)),
        *(F("changed_at"), _clock, ("changed_by", "deadline")),
    ),
    Source(
        *("notice", Shown.MESSAGES, lambda referral: Notice.objects.filter(reference=referral.reference)),
        *(F("posted_at"), _notice, ("unit", "person")),
    ),
)


@cache
def without_leave(source: Source) -> Source:
    """For whoever may not see what is decided about leave to stay."""
    if source.code != "track":
        return source
    return Source(
        source.code,
        source.shown,
        lambda referral: source.rows(referral).exclude(track=Track.LEAVE),
        source.at,
        source.entry,
        source.related,
    )
