from django.http import HttpResponse
from django.views.decorators.http import require_GET

from agencies.enums import Permission
from agencies.pages import Request
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import show
from referrals.ledger.queries.looked import who_looked


@require_GET
def looked(request: Request, reference: str) -> HttpResponse:
    """For supervisors. Looking here is a look at the case as well, and stands in the list."""
    referral = get_case(request, reference, "looked.opened", Permission.SEE_WHO_LOOKED)
    after = request.GET.get("after", "")
    page = who_looked(referral, after)
    return show(request, "ledger/looked", referral, "access", page=page, is_further=bool(after))
