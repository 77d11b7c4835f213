"""What agencies asked for about a case, and whom an agency may ask."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from agencies.actors import Actor
from agencies.models import Agency
from referrals.models import Agreement, Referral, Share, ShareWish


def wishes_of(referral: Referral) -> QuerySet[ShareWish]:
    return ShareWish.objects.filter(referral=referral).select_related("agency", "asked_by", "answered_by")


def waiting(referral: Referral) -> QuerySet[ShareWish]:
    return ShareWish.objects.filter(referral=referral, answer="").select_related("referral", "agency")


def waits_for_answer(referral: Referral, agency: int) -> bool:
    return ShareWish.objects.filter(referral=referral, agency=agency, answer="").exists()


def newest_about(share: Share) -> ShareWish | None:
    """By anybody of those with whom it is shared."""
    return share.wishes.select_related("asked_by").order_by("-asked_at", "-pk").first()


def forces_to_ask(actor: Actor, on: date) -> QuerySet[Agency]:
    """Those that have an agreement with this agency. Only who has cases has any."""
    agreed = Agreement.objects.on(on).filter(of_agency=OuterRef("pk"), with_agency=actor.agency_id)
    return Agency.objects.on(on).filter(Exists(agreed)).order_by("name", "pk")
