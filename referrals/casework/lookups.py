from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.lookups import get_referral
from referrals.models import Referral
from referrals.rules.reference import read_reference


def get_case(
    request: Request, reference: str, event: str, permission: Permission = Permission.SEE_CASEWORK
) -> Referral:
    """Of a lodged case, one part. `event`: which part was looked at, for the ledger."""
    referral = get_referral(request, reference, permission, event)
    if not referral.is_lodged:
        raise Http404
    return referral


def get_case_unrecorded(request: Request, reference: str) -> Referral:
    """For what shows nothing of the case, and is asked for by pages on their own."""
    meant = read_reference(reference)
    if meant is None:
        raise Http404
    referral: Referral = get_object_or_404(Referral.objects.visible_to(request.actor), reference=meant)
    if not access.may(request.actor, Permission.SEE_CASEWORK, referral.relations_to(request.actor)):
        raise PermissionDenied
    return referral
