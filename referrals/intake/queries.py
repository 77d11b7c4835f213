"""How far a draft is, section by section."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from agencies.actors import Actor
from referrals.dossier import Dossier
from referrals.enums import SectionStatus
from referrals.home_office import readiness
from referrals.intake.sections import SECTIONS, Group, Section
from referrals.models import Referral
from referrals.rules.sections import Progress, status_of

MOST_SHOWN = 30
NOTHING_TO_DO = {SectionStatus.DONE, SectionStatus.OPTIONAL, SectionStatus.CANNOT_KNOW}


@dataclass(frozen=True)
class Task:
    section: Section
    status: SectionStatus
    hint: str

    @property
    def is_started(self) -> bool:
        return self.status == SectionStatus.IN_PROGRESS


def tasks_of(dossier: Dossier, today: date) -> list[Task]:
    gaps = readiness.sections_with_gaps(dossier, today)
    return [
        Task(section, _status(section, dossier, gaps.get(section.code, 0)), section.hint(dossier))
        for section in SECTIONS
    ]


def grouped(tasks: list[Task]) -> list[tuple[Group, list[Task]]]:
    return [(group, [task for task in tasks if task.section.group == group]) for group in Group]


def to_go_on_with(tasks: list[Task], dossier: Dossier) -> Task | None:
    """The unfinished section of their own that was touched last; otherwise the first that is not done."""
    open_tasks = [task for task in tasks if task.status not in NOTHING_TO_DO]
    touched = [task for task in open_tasks if not task.section.is_shared and task.section.code in dossier.sections]
    newest = max(touched, key=lambda task: dossier.sections[task.section.code].saved_at, default=None)
    return newest or next(iter(open_tasks), None)


def _status(section: Section, dossier: Dossier, gaps: int) -> SectionStatus:
    state = dossier.sections.get(section.code)
    has_files = not section.parts and bool(dossier.files)
    return status_of(
        Progress(
            is_saved=has_files or bool(state and state.version),
            is_complete=has_files or bool(state and state.is_complete),
            cannot_be_known_yet=bool(state and state.cannot_be_known_yet),
            has_unread=bool(state and state.typed),
            gaps=gaps,
            is_optional=section.is_optional,
        )
    )


def found_together(referral: Referral, actor: Actor) -> QuerySet[Referral]:
    """The others of the encounter, as far as this person may see them."""
    return (
        Referral.objects.visible_to(actor).filter(encounter=referral.encounter_id).exclude(pk=referral.pk)[:MOST_SHOWN]
    )
