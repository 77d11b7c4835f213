"""How far a section is, from what was saved of it and what is still missing."""

from dataclasses import dataclass

from referrals.enums import SectionStatus


@dataclass(frozen=True)
class Progress:
    """`is_complete` is somebody's word; `gaps` counts what the Home Office would miss."""

    is_saved: bool = False
    is_complete: bool = False
    cannot_be_known_yet: bool = False
    has_unread: bool = False
    gaps: int = 0
    is_optional: bool = False


def status_of(progress: Progress) -> SectionStatus:
    if not progress.is_saved:
        return SectionStatus.OPTIONAL if progress.is_optional else SectionStatus.NOT_STARTED
    if progress.cannot_be_known_yet:
        return SectionStatus.CANNOT_KNOW
    if progress.is_complete and not progress.gaps and not progress.has_unread:
        return SectionStatus.DONE
    return SectionStatus.IN_PROGRESS
