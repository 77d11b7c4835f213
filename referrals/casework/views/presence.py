from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agencies.pages import Request
from referrals.casework.lookups import get_case_unrecorded
from referrals.casework.presence import look_in


@never_cache
@require_GET
def presence(request: Request, reference: str) -> HttpResponse:
    """Asked for every half minute by open pages: no sign of life, and nothing that the ledger keeps."""
    referral = get_case_unrecorded(request, reference)
    return render(request, "casework/_present.html", {"present": look_in(referral, request.actor, timezone.now())})
