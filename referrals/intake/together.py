"""People found together share some answers. Whoever was passed on already is told when those change, never silently."""

from datetime import datetime

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from notifications.actions import post
from notifications.enums import NoticeKind
from referrals.enums import SupplementKind
from referrals.intake.sections import Section
from referrals.models import Referral, Supplement

CHANGED = (
    "“{title}” is shared by people found together, and was changed in the case of another of them. "
    "What stood there before is in the history."
)


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
        units = [other.unit_id] if other.unit_id else []
        people = [other.owner_id] if other.owner_id and other.owner_id != by.user_id else []
        occasion = f"shared {section.code} {hour:%Y-%m-%d %H}"
        post(NoticeKind.ADDED_TO, other.reference, occasion=occasion, at=at, units=units, people=people)
