"""Unusual access: listed by plain rules, reviewed by a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies.pages import Request, carry_out
from referrals.ledger.actions import reviewing
from referrals.ledger.forms import DaysForm, ReviewForm
from referrals.ledger.queries.unusual import list_unusual, one_finding
from referrals.ledger.rules import asked as rules
from referrals.ledger.rules.unusual import MOST_DAYS, days_between
from referrals.ledger.views.reading import require_reader


@require_GET
def unusual(request: Request) -> HttpResponse:
    require_reader(request)
    days = {name: request.GET.get(name, "") for name in ("from", "to")}
    asked = rules.read(days, localdate())
    first, last = days_between(asked.begin if days["from"] else None, asked.end, localdate())
    listed = list_unusual(request.actor, first, last, timezone.now())
    about = {"listed": listed, "first": first, "last": last, "ignored": asked.ignored, "most_days": MOST_DAYS}
    return render(request, "ledger/unusual.html", {**about, "days": DaysForm(first, last)})


@require_http_methods(["GET", "POST"])
def review(request: Request, pk: int, rule: str) -> HttpResponse:
    require_reader(request)
    found = one_finding(request.actor, pk, rule)
    if found is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if carry_out(form, reviewing.review, found.finding, by=request.actor, at=timezone.now()):
        messages.success(request, "The review is saved.")
        return redirect("unusual-access")
    return render(request, "ledger/review.html", {"found": found, "form": form})
