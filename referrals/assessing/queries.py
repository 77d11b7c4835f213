"""What was assessed, checked, asked and considered of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from referrals.dossier import Dossier, dossier_of
from referrals.enums import ConsideredMatter, ConsideredOutcome, Exploitation, RiskLevel, Track, TrackState
from referrals.home_office import readiness
from referrals.intake.sections import BY_CODE
from referrals.models import Considered, QualityCheck, Question, Referral, RiskAssessment
from referrals.rules import matters
from referrals.rules.matters import Prompt
from referrals.rules.risk import PARTS, Change, changes, step_of_level
from victims.enums import AgeGroup, Answer

COUNTS_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}

# Risk


@dataclass(frozen=True)
class Assessed:
    """One assessment, with what changed since the one before."""

    row: RiskAssessment
    changed: list[Change]
    unchanged: str
    step: str

    @property
    def level(self) -> RiskLevel:
        return RiskLevel(self.row.level)

    @property
    def whole(self) -> list[tuple[str, str, bool]]:
        """Everything that was said, and whether it was new."""
        moved = {change.part.name for change in self.changed} if self.step else set()
        said = [(part, getattr(self.row, part.name)) for part in PARTS]
        return [(part.label, text, part.name in moved) for part, text in said if text]


def newest_risk(referral: Referral) -> RiskAssessment | None:
    return RiskAssessment.objects.filter(referral=referral).select_related("assessed_by").last()


def risk_history(referral: Referral) -> list[Assessed]:
    """The newest first."""
    rows = list(RiskAssessment.objects.filter(referral=referral).select_related("assessed_by"))
    pairs = pairwise([None, *rows])
    return [_assessed(before, now) for before, now in pairs if now][::-1]


def parts_of(row: RiskAssessment | None) -> dict[str, str]:
    return {part.name: getattr(row, part.name) for part in PARTS} if row else {}


def _assessed(before: RiskAssessment | None, now: RiskAssessment) -> Assessed:
    changed = changes(parts_of(before), parts_of(now))
    moved = {change.part.name for change in changed}
    same = [part.label.lower() for part in PARTS if part.name not in moved and getattr(now, part.name)]
    level = RiskLevel(before.level) if before else None
    return Assessed(now, changed, ", ".join(same) if before else "", step_of_level(level, RiskLevel(now.level)))


# The quality check


@dataclass(frozen=True)
class Point:
    """Something to look at, and where whoever reads it could do something about it. Empty: nowhere."""

    sentence: str
    section: str
    href: str


@dataclass(frozen=True)
class CheckList:
    missing: list[Point]
    second_looks: list[Point]


def check_list(dossier: Dossier, actor: Actor, today: date) -> CheckList:
    """Against what the Home Office would refuse, and what is worth a second look."""
    missing, looks = readiness.gaps(dossier, today), readiness.second_looks(dossier, today)
    return CheckList(
        [Point(gap.sentence, _title(gap.section), _where(dossier.referral, actor, gap)) for gap in missing],
        [Point(look.sentence, _title(look.section), _where(dossier.referral, actor, look)) for look in looks],
    )


def checks(referral: Referral) -> list[QualityCheck]:
    """The newest first."""
    return list(QualityCheck.objects.filter(referral=referral).select_related("checked_by"))[::-1]


def newest_check(referral: Referral) -> QualityCheck | None:
    return QualityCheck.objects.filter(referral=referral).last()


def _title(section: str) -> str:
    return BY_CODE[section].title if section in BY_CODE else ""


def _where(referral: Referral, actor: Actor, found: readiness.Gap | readiness.SecondLook) -> str:
    """While it is still answered, to the box. After that, to where something is added."""
    known = {"reference": referral.reference}
    relations = referral.relations_to(actor)
    section = BY_CODE.get(found.section)
    if section is None or not section.parts:
        return reverse("files", kwargs=known)
    if referral.is_answerable and access.may(actor, Permission.ANSWER_REFERRAL, relations):
        return f"{reverse('section', kwargs={**known, 'code': found.section})}#{found.anchor}"
    if access.may(actor, Permission.ADD_TO_REFERRAL, relations):
        return f"{reverse('add-to', kwargs=known)}?section={found.section}"
    return ""


# Questions to whoever referred


def questions(referral: Referral) -> list[Question]:
    """Those that wait for an answer first."""
    found = Question.objects.filter(referral=referral).select_related("asked_by", "answered_by")
    return sorted(found, key=lambda question: question.answered_at is not None)


def open_questions(referral: Referral) -> list[Question]:
    found = Question.objects.filter(referral=referral, answered_at=None)
    return list(found.select_related("asked_by"))


def waiting_for(actor: Actor) -> QuerySet[Referral]:
    """Cases that this person began or works on, with questions to answer: the one that waited longest first."""
    mine = Q(author=actor.user_id) | Q(holder=actor.user_id)
    unanswered = Q(questions__isnull=False, questions__answered_at=None)
    visible = Referral.objects.visible_to(actor).filter(mine, agency=actor.agency_id)
    found = visible.filter(unanswered).annotate(asked=Count("questions"), asked_at=Min("questions__asked_at"))
    return found.order_by("asked_at", "pk")


def earlier_answers(question: Question) -> list[Any]:
    """What it was answered before, the newest first, from the history that the database keeps of the row."""
    kept = question.events.exclude(answer="").exclude(answered_at=question.answered_at)  # type: ignore[attr-defined]  # pghistory makes it
    return list(kept.select_related("answered_by").order_by("-answered_at", "-pgh_id"))


# Matters considered


@dataclass(frozen=True)
class Matter:
    """One prompt, whether it is asked here, what the referral says of it, and what was recorded, the newest first."""

    prompt: Prompt
    is_asked: bool
    said: str
    history: list[Considered]

    @property
    def last(self) -> Considered | None:
        return self.history[0] if self.history else None

    @property
    def is_open(self) -> bool:
        return self.is_asked and matters.is_open(ConsideredOutcome(self.last.outcome) if self.last else None)

    @property
    def standing(self) -> str:
        if self.is_open:
            return "Still to consider"
        return "Considered" if self.history else "Not asked in this case"


def matters_of(dossier: Dossier, today: date) -> list[Matter]:
    """Those that are asked here and open first, then those that were considered, then the rest."""
    recorded, said = _recorded(dossier.referral), _said_by_referrer(dossier)
    asked = {prompt.matter for prompt in matters.asked(facts_of(dossier, today), today)}
    found = [
        Matter(prompt, prompt.matter in asked, said.get(prompt.matter, ""), recorded.get(prompt.matter, []))
        for prompt in matters.prompts_on(today)
    ]
    return sorted(found, key=lambda each: (not each.is_open, not each.history))


def matters_open(referral: Referral, today: date, dossier: Dossier | None = None) -> list[Matter]:
    """What is asked here, and nobody has recorded as done or not needed. A dossier at hand saves reading."""
    return [matter for matter in matters_of(dossier or dossier_of(referral), today) if matter.is_open]


def newest_considered(referral: Referral) -> int:
    """The number of the last line, or 0: what a page had seen."""
    return Considered.objects.filter(referral=referral).aggregate(last=Max("pk"))["last"] or 0


def facts_of(dossier: Dossier, today: date) -> matters.Facts:
    kinds = {kind for situation in dossier.situations for kind in situation.kinds}
    crime = dossier.referral.track_entries.filter(track=Track.CRIME).last()
    return matters.Facts(
        counts_as_child=dossier.age(today) in COUNTS_AS_CHILD,
        is_forced_crime=Exploitation.FORCED_CRIME in kinds,
        in_custody=dossier.police_matters.in_custody == Answer.YES,
        section_45=dossier.police_matters.section_45,
        suspects=len(dossier.suspects),
        needs_interpreter=dossier.person.needs_interpreter,
        crime_recorded=crime is not None and crime.state == TrackState.CRIME_RECORDED,
    )


def _said_by_referrer(dossier: Dossier) -> Mapping[ConsideredMatter, str]:
    """What whoever referred said of it already."""
    police = dossier.police_matters
    said = {
        ConsideredMatter.SECTION_45: police.get_section_45_display() if police.section_45 else "",
        ConsideredMatter.INTELLIGENCE: police.intelligence_reference,
    }
    return {matter: text for matter, text in said.items() if text}


def _recorded(referral: Referral) -> dict[str, list[Considered]]:
    found: dict[str, list[Considered]] = {}
    for row in Considered.objects.filter(referral=referral).select_related("considered_by").order_by("-pk"):
        found.setdefault(row.matter, []).append(row)
    return found
