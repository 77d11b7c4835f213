from django.http import Http404
from django.shortcuts import get_object_or_404

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.lodging.lookups import get_lodged
from referrals.models import Deadline, Referral
from referrals.rules.clocks import OF_LEAVE


def get_deadline(request: Request, reference: str, pk: int) -> Deadline:
    """One that tells of somebody's leave to stay is not there for whoever may not know of that."""
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    deadline = get_object_or_404(Deadline.objects.select_related("owner"), pk=pk, referral=referral)
    deadline.referral = referral
    if deadline.kind in OF_LEAVE and not may_see_leave(request, referral):
        raise Http404
    return deadline


def may_see_leave(request: Request, referral: Referral) -> bool:
    return access.may(request.actor, Permission.SEE_LEAVE, referral.relations_to(request.actor))
