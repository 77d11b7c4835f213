"""Whoever was shown a part that is put right hears of it."""

from datetime import datetime

from django.utils.timezone import localdate

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import chores
from referrals.intake.sections import BY_CODE
from referrals.models import CorrectionTold, Share, Supplement


def tell(correction: Supplement, *, by: Actor, at: datetime) -> list[CorrectionTold]:
    """In the transaction that corrects. Whoever accepted the part hears of it, also after their share has ended."""
    referral = correction.referral
    shown = Share.objects.filter(referral=referral, sections__contains=[correction.section], accepted_at__isnull=False)
    return [_tell(share, correction, by, at) for share in shown.select_related("to_agency").order_by("pk")]


def _tell(share: Share, correction: Supplement, by: Actor, at: datetime) -> CorrectionTold:
    part = BY_CODE[correction.section].title
    task = chores.give(
        correction.referral,
        f"See that {share.to_agency} has read a correction"[:200],
        f"“{part}” was corrected, and they were shown it ({share.reference}). It is done by itself once they say that "
        "they have read it. Ring them if they do not.",
        by=by,
        at=at,
    )
    made = CorrectionTold.objects.create(share=share, supplement=correction, task=task, told_at=at)
    reference = correction.referral.reference
    told = [share.reference, f"agency:{share.to_agency_id}", f"part:{correction.section}"]
    audit.record(Operation.DISCLOSURE, "correction.told", reference, by=by, at=at, shown=told)
    notifications.post(
        NoticeKind.SHARE_CORRECTED,
        share.reference,
        occasion=f"correction {correction.pk}",
        at=at,
        people=share.receivers_on(localdate(at)),
    )
    return made
