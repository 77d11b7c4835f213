from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.pages import Page, page_after
from referrals.enums import FileState, ScanTrouble, Status
from referrals.evidence import rules
from referrals.models import EvidenceFile, Referral

ORDER = ["added_at", "pk"]
# A file just added is scanned by the task that its own request posted.
LET_PASS = timedelta(minutes=1)
MOST_AT_ONCE = 200
STUCK = (ScanTrouble.TOO_LARGE, ScanTrouble.MISSING, ScanTrouble.CHANGED)


def seen_by(actor: Actor, referral: Referral) -> QuerySet[EvidenceFile]:
    """What another agency added through a share is for those who work on the case, and not for whoever referred."""
    works_on_it = access.may(actor, Permission.SEE_CASEWORK, referral.relations_to(actor))
    files = EvidenceFile.objects.filter(referral=referral)
    return files if works_on_it else files.filter(share=None)


def list_files(referral: Referral, actor: Actor, *, superseded: bool, after: str) -> Page[EvidenceFile]:
    files = seen_by(actor, referral).select_related("added_by", "superseded_by", "referral", "share__to_agency")
    return page_after(files.filter(superseded_at__isnull=not superseded), ORDER, after)


def count_files(referral: Referral, actor: Actor) -> dict[str, int]:
    """How many are here, how many of these the Home Office would take, and how many were taken out."""
    here = Q(superseded_at=None)
    return seen_by(actor, referral).aggregate(
        here=Count("pk", filter=here),
        for_pack=Count("pk", filter=here & Q(goes_in_pack=True, share=None)),
        superseded=Count("pk", filter=~here),
    )


def may_change(referral: Referral, actor: Actor) -> bool:
    """Whether the page offers what the actions would do."""
    permission = rules.needed_to_change(is_answerable=referral.is_answerable)
    allowed = access.may(actor, permission, referral.relations_to(actor))
    return allowed and rules.reason_not_to_change(Status(referral.status)) is None


def may_be_described(referral: Referral, file: EvidenceFile) -> bool:
    is_ours = file.share_id is None
    return is_ours and rules.may_be_described(
        is_answerable=referral.is_answerable, was_added_later=file.was_added_later
    )


def may_be_opened(file: EvidenceFile) -> bool:
    return rules.may_be_opened(FileState(file.state), is_practice=is_practice())


def is_practice() -> bool:
    """Made-up people, and no scanner."""
    return settings.DEMONSTRATION and not settings.CLAMD_ADDRESS


def still_to_scan() -> list[FileState]:
    """Where a scanner was added later, what was never scanned is scanned then."""
    return [FileState.WAITING] if is_practice() else [FileState.WAITING, FileState.NOT_SCANNED]


def waiting(at: datetime) -> QuerySet[EvidenceFile]:
    """Longest first; but those that somebody must see to come last, so that they keep nobody waiting."""
    long_enough = EvidenceFile.objects.filter(state__in=still_to_scan(), added_at__lt=at - LET_PASS)
    return long_enough.annotate(is_stuck=Q(trouble__in=STUCK)).order_by("is_stuck", "added_at")[:MOST_AT_ONCE]
