"""Finding the case that an address names, for somebody who may see it."""

from functools import lru_cache

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.pages import Request
from agencies.statements import A_NAME, A_PERSON, Statement, anybody
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Referral
from referrals.rules.reference import read_reference


def get_referral(request: Request, reference: str, permission: Permission, event: str = "referral.opened") -> Referral:
    """Fetch what this person may see, and record that they looked. `event`: at which part of it.

    404 hides a referral they may not know of; 403 refuses what they may not do with one they may see.
    """
    meant = read_reference(reference)
    if meant is None:
        raise Http404
    referral = next(iter(_visible(anybody(request.actor)).rows({A_NAME: meant, A_PERSON: request.actor.user_id})), None)
    if referral is None:
        raise Http404
    if not access.may(request.actor, permission, referral.relations_to(request.actor)):
        raise PermissionDenied
    if referral.is_lodged and access.may(request.actor, Permission.SEE_CASEWORK, referral.relations_to(request.actor)):
        request.belongs_to = "queue"
    audit.record(Operation.CONSULTATION, event, referral.reference, by=request.actor, at=timezone.now())
    return referral


@lru_cache(maxsize=500)
def _visible(actor: Actor) -> Statement[Referral]:
    visible = Referral.objects.visible_to(actor).select_related("person", "encounter", "agency", "force")
    return Statement(visible.filter(reference=A_NAME))
