"""People found together share some answers. Whoever was passed on already is told when those change, never silently."""

from datetime import datetime

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals import listing
from referrals.enums import SupplementKind
from referrals.intake.sections import Section
from referrals.models import Referral, Supplement
from referrals.telling import tell_unit

CHANGED = (
    "“{title}” is shared by people found together, and was changed in the case of another of them. "
    "What stood there before is in the history."
)


def list_anew(referral: Referral, *, at: datetime) -> None:
    """What lists know of the others. One that somebody else changes now is written anew by them."""
    others = Referral.objects.select_for_update(of=("self",), skip_locked=True).filter(encounter=referral.encounter_id)
    for other in others.exclude(pk=referral.pk).order_by("pk"):
        listing.refresh(other, at=at)


def tell_of_change(referral: Referral, section: Section, *, by: Actor, at: datetime) -> None:
    """One supplement for each section and hour, however often somebody saves on the way."""
    others = Referral.objects.filter(encounter=referral.encounter_id, lodged_at__isnull=False).exclude(pk=referral.pk)
    hour = at.replace(minute=0, second=0, microsecond=0)
    for other in [other for other in others if not other.is_answerable]:
        written = {
            "kind": SupplementKind.CORRECTION,
            "section": section.code,
            "text": CHANGED.format(title=section.title),
        }
        if Supplement.objects.filter(referral=other, **written, written_at__gte=hour).exists():
            continue
        Supplement.objects.create(referral=other, **written, written_by_id=by.user_id, written_at=at)
        audit.record(Operation.ALTERATION, f"section.shared:{section.code}", other.reference, by=by, at=at)
        people = [other.owner_id] if other.owner_id != by.user_id else []
        tell_unit(other, NoticeKind.ADDED_TO, f"shared {section.code} {hour:%Y-%m-%d %H}", at, people=people)
