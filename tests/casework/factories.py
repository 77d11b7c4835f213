"""A lodged case, with as much of everything that casework writes as a test asks for."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from notifications.models import Notice
from referrals import listing
from referrals.enums import (
    ApprovalKind,
    ConsideredMatter,
    DeadlineKind,
    DecidingBody,
    FlagKind,
    NoteKind,
    RiskLevel,
    Status,
    Step,
    Track,
    TrackState,
)
from referrals.models import (
    Approval,
    Considered,
    DeadlineChange,
    Decision,
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
from tests.home_office.factories import add_file
from tests.lodging.factories import NOW, Force, lodged, member, ready
from victims.models import AgeEntry

HOUR = timedelta(hours=1)
XSS = "<script>alert(1)</script>"


class House:
    """A force with everybody who might open a case, and one case that its officer passed on."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at or timezone.now() - timedelta(days=2)
        self.force = Force()
        self.officer, self.manager = self.force.officer, self.force.manager
        self.supervisor, self.spoc = self.force.supervisor, self.force.spoc
        self.registrar = member(self.force.agency, Role.CRIME_REGISTRAR, name="Rowan Ellis")
        self.referral: Referral = lodged(ready(self.officer), self.officer, at=self.at)

    def stands_at(self, status: Status) -> Referral:
        Referral.objects.filter(pk=self.referral.pk).update(status=status)
        self.referral.refresh_from_db()
        return self.referral

    def barred(self, person: Membership) -> None:
        self.referral.barred_people = [person.user_id]
        self.referral.save()


def fill(house: House, many: int = 1, words: str = "Words", *, begin: int = 1) -> None:
    """So many of everything, an hour apart."""
    for number in range(begin, begin + many):
        _fill(house, number, house.at + number * HOUR, words)
    listing.refresh(house.referral, at=timezone.now())


def _fill(house: House, number: int, at: datetime, words: str) -> None:
    referral, user, other = house.referral, house.manager.user, house.supervisor.user
    said = f"{words} {number}"
    on = date(2026, 11, 20)
    note(house, text=said, their_words=f"“{said}”", written_at=at)
    old = note(house, text=f"{said} at first", written_at=at, is_newest=False)
    note(house, text=f"{said} later", written_at=at + HOUR / 2, first=old, version=2)
    task(house, title=said, due_on=on + timedelta(days=number), made_at=at, owner=other)
    task(house, title=f"{said} done", made_at=at, done_at=at + HOUR, done_by=user, outcome=said)
    kinds = [kind for kind in FlagKind if kind != FlagKind.OTHER]
    flag = {"referral": referral, "reason": said, "raised_by": user, "raised_at": at}
    Flag.objects.create(kind=kinds[number], **flag)
    Flag.objects.create(
        **flag, kind=FlagKind.OTHER, removed_at=at + HOUR, removed_by=other, removal_reason=f"{said} is over"
    )
    RiskAssessment.objects.create(
        referral=referral, level=RiskLevel.HIGH, reason=said, assessed_by=user, assessed_at=at
    )
    entry = {"referral": referral, "on": on, "recorded_by": user, "recorded_at": at, "reason": said, "owner": other}
    TrackEntry.objects.create(track=Track.CRIME, state=TrackState.CRIME_RECORDED, reference="22/88123/26", **entry)
    TrackEntry.objects.create(track=Track.LEAVE, state=TrackState.GRANTED, **{**entry, "reason": f"leave {said}"})
    step = {"referral": referral, "on": on, "taken_by": user, "taken_at": at, "reason": said}
    decided = StepTaken.objects.create(step=Step.FIRST_NO, source=Status.RG_PENDING, target=Status.RG_NEGATIVE, **step)
    decision = {"body": DecidingBody.SCA, "decided_on": on, "reference": "NRM-1", "reasons": said, "recorded_by": user}
    Decision.objects.create(
        referral=referral, step=decided, recorded_at=at, needs_second_reader=True, warnings=[f"Unusual {said}"],
        letter=add_file(referral, f"letter-{number}.pdf"), **decision,
    )  # fmt: skip
    undone = StepTaken.objects.create(step=Step.FIRST_YES, source=Status.RG_PENDING, target=Status.RG_POSITIVE, **step)
    Decision.objects.create(
        referral=referral, step=undone, recorded_at=at, second_read_by=other, second_read_at=at, **decision
    )
    StepTaken.objects.create(
        step=Step.REVERSE, source=Status.RG_POSITIVE, target=Status.RG_PENDING, reverses=undone, **step
    )
    out = {"superseded_at": at, "superseded_by": other, "superseded_reason": said}
    add_file(referral, f"draft-{number}.pdf", **out)
    Sending.objects.create(referral=referral, route="adult", sent_at=at, sent_by="x", recorded_by=user, recorded_at=at)
    Supplement.objects.create(
        referral=referral, kind="addition", section="words", text=said, written_by=user, written_at=at
    )
    QualityCheck.objects.create(referral=referral, is_ready=True, gaps=0, note=said, checked_by=user, checked_at=at)
    question(house, text=said, asked_at=at)
    question(house, text=said, asked_at=at, answer=f"{said} answered", answered_by=house.officer.user, answered_at=at)
    Approval.objects.create(
        referral=referral, kind=ApprovalKind.CLOSE, rationale=said, asked_by=user, asked_at=at, state="refused",
        answered_by=other, answered_at=at, answer=f"{said} no",
    )  # fmt: skip
    Considered.objects.create(
        referral=referral, matter=ConsideredMatter.SECTION_45, outcome="done", text=said, considered_by=user,
        considered_at=at,
    )  # fmt: skip
    clock = referral.deadlines.get(kind=DeadlineKind.SEND)
    DeadlineChange.objects.create(
        deadline=clock, kind="extended", reason=said, due_before=at, due_after=at, changed_by=user, changed_at=at
    )
    if not InboundNotice.objects.filter(referral=referral).exists():
        InboundNotice.objects.create(
            referral=referral, told_by="Home Office", told_on=on, text=said, recorded_by=user, recorded_at=at
        )
    AgeEntry.objects.create(person=referral.person, step="disputed", note=said, recorded_by=user, recorded_at=at)
    Notice.objects.create(
        kind="added_to", reference=referral.reference, occasion=f"{number} {words[:40]}", person=user, posted_at=at
    )


def note(house: House, **facts: Any) -> Note:
    said = {"kind": NoteKind.CONTACT, "text": "A note", "written_by": house.manager.user, "written_at": house.at}
    return Note.objects.create(referral=house.referral, **{**said, **facts})


def task(house: House, **facts: Any) -> Task:
    said = {"title": "Chase it", "made_by": house.manager.user, "made_at": house.at}
    return Task.objects.create(referral=house.referral, **{**said, **facts})


def question(house: House, **facts: Any) -> Question:
    said = {"text": "Who kept the card?", "asked_by": house.manager.user, "asked_at": house.at}
    return Question.objects.create(referral=house.referral, **{**said, **facts})


__all__ = ["NOW", "XSS", "House", "fill", "note", "question", "task"]
