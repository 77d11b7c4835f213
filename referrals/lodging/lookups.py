from django.http import Http404

from agencies.enums import Permission
from agencies.pages import Request
from referrals.lookups import get_referral
from referrals.models import Referral


def get_lodged(request: Request, reference: str, permission: Permission) -> Referral:
    """A draft has none of the pages of what follows lodging: 404, as for one that is not there."""
    referral = get_referral(request, reference, permission)
    if not referral.is_lodged:
        raise Http404
    return referral
