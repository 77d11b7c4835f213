"""Finding the case that an address names, for somebody who may see it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Referral
from referrals.rules.reference import read_reference


def get_referral(request: Request, reference: str, permission: Permission) -> Referral:
    """Fetch what this person may see, and record that they looked.

    404 hides a referral they may not know of; 403 refuses what they may not do with one they may see.
    """
    meant = read_reference(reference)
    if meant is None:
        raise Http404
    visible = Referral.objects.visible_to(request.actor).select_related("person", "encounter", "agency", "force")
    referral: Referral = get_object_or_404(visible, reference=meant)
    if not access.may(request.actor, permission, referral.relations_to(request.actor)):
        raise PermissionDenied
    audit.record(Operation.CONSULTATION, "referral.opened", referral.reference, by=request.actor, at=timezone.now())
    return referral
