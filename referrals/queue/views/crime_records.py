"""The list of how crimes were recorded."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from agencies import access
from agencies.counting import in_words
from agencies.enums import Permission
from agencies.pages import Request
from referrals.enums import CrimeCheck
from referrals.queue.crime_records import count_records, list_records


@require_GET
def crime_records(request: Request) -> HttpResponse:
    if not access.may_at_all(request.actor, Permission.SEE_CRIME_RECORDS):
        raise PermissionDenied
    asked, after = request.GET.get("check", ""), request.GET.get("after", "")
    check = CrimeCheck(asked) if asked in list(CrimeCheck) else CrimeCheck.WAITING
    counts = count_records(request.actor)
    tabs = [
        {
            "label": each.label,
            "href": f"{reverse('crime-records')}?check={each}",
            "count": in_words(counts[each]),
            "is_current": each == check,
        }
        for each in CrimeCheck
    ]
    page = list_records(request.actor, check, after, timezone.now())
    return render(
        request, "queue/crime_records.html", {"page": page, "tabs": tabs, "check": check, "is_further": bool(after)}
    )
