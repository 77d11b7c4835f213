"""What those of an agency hold of other agencies' cases: until when, and who of them looked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agencies.enums import Permission
from agencies.pages import Request
from referrals.sharing import holding
from referrals.sharing.lookups import require


@require_GET
def held(request: Request) -> HttpResponse:
    require(request, Permission.SEE_SHARED)
    after = request.GET.get("after", "")
    page = holding.list_held(request.actor, after, timezone.now())
    return render(request, "sharing/held.html", {"page": page, "is_further": bool(after)})
