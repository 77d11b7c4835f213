"""Who may see a case, or what is shared of one: what notifications asks before it tells anybody of it.

See settings.NOTICE_SUBJECTS.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from referrals.models import Referral, Share

# Of the reference of a case.
DASHES = 2


def named_and_visible(actor: Actor, named_in: str) -> Q:
    """Looked up row by row: few rows name anything, and somebody may see a hundred thousand cases."""
    seen = Q(Exists(Referral.objects.visible_to(actor).filter(reference=OuterRef(named_in))))
    if access.may_at_all(actor, Permission.SEE_SHARED):
        seen |= Q(Exists(Share.objects.received_by(actor).filter(reference=OuterRef(named_in))))
    return seen


def exists(reference: str) -> bool:
    return Referral.objects.filter(reference=reference).exists() or _share(reference) is not None


def who_may_see(reference: str, actors: Collection[Actor]) -> set[Actor]:
    if share := _share(reference):
        return {actor for actor in actors if share.is_received_by(actor)}
    referral = Referral.objects.filter(reference=reference).first()
    if referral is None:
        return set()
    return {actor for actor in actors if access.may(actor, Permission.SEE_REFERRAL, referral.relations_to(actor))}


def who_is_barred(reference: str, actors: Collection[Actor]) -> set[Actor]:
    share = _share(reference)
    referral = share.referral if share else Referral.objects.filter(reference=reference).first()
    return {actor for actor in actors if referral and referral.bars(actor)}


def address_of(reference: str) -> str:
    is_share = reference.count("-") > DASHES
    return reverse("shared-case", args=[reference]) if is_share else reverse("referral", args=[reference])


def _share(reference: str) -> Share | None:
    """Its reference is that of the case, with a number behind it."""
    if reference.count("-") <= DASHES:
        return None
    return Share.objects.select_related("referral").filter(reference=reference).first()
