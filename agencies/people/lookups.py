from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agencies import access
from agencies.enums import Permission
from agencies.models import Agency, Membership
from agencies.pages import Request
from agencies.people import queries
from audit import actions as audit
from audit.enums import Operation


def get_colleague(request: Request, pk: int, permission: Permission) -> Membership:
    """Fetch a colleague whom this person may see, and record that they looked."""
    colleague: Membership = get_object_or_404(queries.colleagues(request.actor), pk=pk)
    if not access.may(request.actor, permission, colleague.relations_to(request.actor)):
        raise PermissionDenied
    audit.record(Operation.CONSULTATION, "colleague.opened", colleague.reference, by=request.actor, at=timezone.now())
    return colleague


def get_agency(request: Request, permission: Permission) -> Agency:
    """The agency that this person acts for, if their role there gives the permission at all."""
    if request.membership is None or not access.may_at_all(request.actor, permission):
        raise PermissionDenied
    return request.membership.agency
