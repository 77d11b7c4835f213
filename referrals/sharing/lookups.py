from django.core.exceptions import PermissionDenied
from django.http import Http404

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.models import Share


def require(request: Request, permission: Permission) -> None:
    if not access.may_at_all(request.actor, permission):
        raise PermissionDenied


def get_received(request: Request, reference: str) -> Share:
    """404 hides what was shared with others, and that there is a case."""
    related = ("referral", "referral__person", "from_agency", "to_agency", "accepted_by", "declined_by", "shared_by")
    rows = Share.objects.received_by(request.actor).with_consent().select_related(*related)
    found: Share | None = rows.filter(reference=reference).first()
    if found is None or not access.may_at_all(request.actor, Permission.SEE_SHARED):
        raise Http404
    return found
